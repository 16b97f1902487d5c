"""For which of a customer's invoices something was charged, and up to which day, paid or not."""

from collections.abc import Sequence
from datetime import date

from recoup_events.invoice import ChargeAssessed
from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event, Value
from recoup_eventstore.decider import View


class ChargedInvoice(Value):
    until: date = date.min
    """The last day that any of its charges looked at."""


def _documents(event: Event) -> Sequence[str]:
    return [event.invoice_id] if isinstance(event, ChargeAssessed) else []


def _evolve(known: ChargedInvoice, recorded: Envelope[Event]) -> ChargedInvoice:
    event = recorded.event
    assert isinstance(event, ChargeAssessed), "the only one it follows"
    return ChargedInvoice(until=max(known.until, event.until))


def _by_day(known: ChargedInvoice) -> str:
    return known.until.isoformat()


def years_between(first: date, last: date) -> Sequence[str]:
    """How the places of invoices begin that were charged for a day of these years."""
    return [f"{year:04}-" for year in range(first.year, last.year + 1)]


CHARGED_INVOICES = View("charged_invoices", ChargedInvoice(), _documents, _evolve, place=_by_day)
