"""Everything the rules ask about one contact with one person, and the two things they are given."""

from datetime import datetime

from notification.consents.domain.address import Address
from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import Attempts
from notification.creditors.domain.creditor import Creditor
from notification.debtors.domain.debtor import Debtor, Profile, Recipient
from recoup_compliance import attempt as compliance
from recoup_compliance.history import History, OptOut
from recoup_compliance.localities import locality_of
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import ContactRole, Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, DebtId


class KnownContact(Value):
    """What is known just before a contact, as of now."""

    debtor: Debtor
    wishes: Wishes
    attempts: Attempts
    address: Address = Address()
    """What is known of the address the person would be reached at."""
    address_hash: str = ""
    creditor: Creditor = Creditor()

    @property
    def role(self) -> compliance.Role:
        """In which capacity the creditor collects; who collects another's debts is no creditor."""
        details = self.creditor.details
        assert details is not None, "nobody is contacted in nobody's name"
        role = compliance.Role(details.role)
        if role is compliance.Role.CREDITOR and details.on_behalf_of is not None:
            return compliance.Role.AGENCY
        return role


class Intent(Value):
    """Which contact it is."""

    id: str
    """Of the message or the call, whose own earlier attempts do not stand in its way."""
    channel: Medium
    address: str
    creditor_id: CreditorId
    debts: tuple[DebtId, ...]
    final: bool = False
    """It is a final notice."""
    place: compliance.Place | None = None
    """Where a call would reach the person, as far as is known."""
    notice: compliance.Notice | None = None
    """The one thing it says, where that is all it says."""


def attempt_of(
    intent: Intent, known: KnownContact, recipient: Recipient, now: datetime
) -> compliance.Attempt:
    """The contact in the person's own place, by the creditor's real role."""
    profile = known.debtor.profile
    assert profile is not None, "a recipient is one of a customer's persons"
    return compliance.Attempt(
        channel=intent.channel,
        debtor=compliance.Debtor(
            kind=_kind_of(profile, recipient),
            country=recipient.country,
            subdivision=recipient.subdivision,
            locality=locality_of(recipient.country, recipient.subdivision, recipient.postal_code),
            time_zone=recipient.time_zone,
            inconvenient_times=recipient.inconvenient_times,
        ),
        role=known.role,
        purpose=profile.purpose,
        debts=intent.debts,
        creditor_id=intent.creditor_id,
        at=now,
        inconvenient_place=recipient.minds(intent.channel, intent.address),
        to_attorney=ContactRole.ATTORNEY in recipient.roles,
        final=intent.final,
        place=intent.place,
        notice=intent.notice,
    )


def _kind_of(profile: Profile, recipient: Recipient) -> CustomerKind:
    """Who is liable for a company's debt is protected like one who trades alone."""
    guarantor = ContactRole.GUARANTOR in recipient.roles
    if guarantor and profile.kind is CustomerKind.ENTITY:
        return CustomerKind.SOLE_TRADER
    return profile.kind


def history_of(intent: Intent, known: KnownContact) -> History:
    """What has passed between the person and those who collect."""
    standing = known.address.opt_out(intent.channel, intent.creditor_id)
    no = None if standing is None else OptOut(at=standing.at, channel=intent.channel)
    return History(
        attempts=known.attempts.others(intent.id),
        conversations=tuple(known.attempts.conversations.values()),
        opt_outs=known.wishes.opt_outs,
        address_opt_out=no,
        consents=known.wishes.consents,
        conditions=known.debtor.conditions,
    )
