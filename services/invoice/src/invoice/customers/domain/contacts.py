"""The people at a customer, when some of them are sent anew."""

from collections.abc import Sequence

from invoice.customers.domain.errors import TooManyContacts
from recoup_events.invoice import Contact

MOST = 50


def merged(known: Sequence[Contact], sent: Sequence[Contact]) -> tuple[Contact, ...]:
    """Those of the same role and name are changed, others added, none removed."""
    contacts, unmatched = list(known), list(range(len(known)))
    for contact in sent:
        same = [at for at in unmatched if _same(contacts[at], contact)]
        if same:
            unmatched.remove(same[0])
            contacts[same[0]] = contacts[same[0]].model_copy(update=_told(contact))
        else:
            contacts.append(contact)
    if len(contacts) > max(MOST, len(known)):
        raise TooManyContacts(
            f"With these the customer would have {len(contacts)} contacts, and {MOST} is the most; "
            "send all that are to stay at once.",
            pointer="/contacts",
        )
    return tuple(contacts)


def _same(known: Contact, sent: Contact) -> bool:
    return (known.role, known.name) == (sent.role, sent.name)


def _told(contact: Contact) -> dict[str, object]:
    return {field: value for field, value in contact if value is not None}
