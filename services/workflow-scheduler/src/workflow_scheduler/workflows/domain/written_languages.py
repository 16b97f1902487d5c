"""In which languages a creditor writes, folded from what the invoice service says."""

from collections.abc import Sequence

from recoup_events.invoice import CreditorDetailsChanged, CreditorRegistered
from recoup_events.kernel.envelope import Account, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.notification import BUILT_IN_LANGUAGES
from recoup_eventstore.decider import View

_HEARD = (CreditorRegistered, CreditorDetailsChanged)


class WrittenLanguages(Value):
    """Nothing is known of a creditor that has not arrived."""

    code: str = ""
    """By which the tenant knows the creditor."""
    languages: tuple[str, ...] = ()
    """The preferred one first, without regions; those that Recoup has no words in are left out."""


def _documents(event: Event) -> Sequence[str]:
    return [event.creditor_id] if isinstance(event, _HEARD) else []


def _evolve(known: WrittenLanguages, received: Envelope[Event]) -> WrittenLanguages:
    event = received.event
    if not isinstance(event, _HEARD):
        return known
    tags = [tag.partition("-")[0].lower() for tag in event.details.languages]
    written = tuple(dict.fromkeys(tag for tag in tags if tag in BUILT_IN_LANGUAGES))
    code = event.code if isinstance(event, CreditorRegistered) else known.code
    return WrittenLanguages(code=code, languages=written)


WRITTEN_LANGUAGES = View(
    "written_languages", WrittenLanguages(), _documents, _evolve, subscribes=_HEARD
)


def creditor_account(tenant: TenantId, creditor_id: CreditorId) -> Account:
    """Where a creditor's events are; they are read without its lock."""
    return Account(tenant, creditor_id)
