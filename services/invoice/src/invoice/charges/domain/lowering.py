"""What was charged is computed again, and what is too much of it is taken back."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from invoice.charges.domain.assessing import assess
from invoice.charges.domain.authority import Authority
from invoice.interest.domain.moratorium import is_free
from invoice.invoices.domain.invoice import Invoice
from recoup_events.invoice import ChargeAssessed, ChargeKind
from recoup_events.kernel.ids import InvoiceId
from recoup_events.kernel.money import Money, total

Amounts = Mapping[InvoiceId, Money]


def lowered(invoice: Invoice, by: Mapping[str, Authority], asked_for: Amounts) -> Amounts:
    """By how much each charge has to change, below zero; the latest interest is lowered first."""
    return {id: -part for id, part in _too_much(invoice, by, asked_for) if part.minor_units > 0}


def _too_much(
    invoice: Invoice, by: Mapping[str, Authority], asked_for: Amounts
) -> Iterator[tuple[InvoiceId, Money]]:
    nothing = Money.zero(invoice.currency)
    in_order = sorted(invoice.charges, key=_group)
    for (kind, *_), group in groupby(in_order, key=_group):
        charges = sorted(group, key=lambda each: each.until)
        last = charges[-1]
        authority = by[last.authority]
        asked = total((asked_for[each.charge_id] for each in charges), invoice.currency)
        if kind is ChargeKind.COST and not is_free(last.until, authority.free.customer):
            continue  # it was spent, whatever was owed
        excess = asked - _granted(invoice, authority, last)
        for each in reversed(charges):
            part = max(min(excess, asked_for[each.charge_id]), nothing)
            yield each.charge_id, part
            excess -= part


def _group(charge: ChargeAssessed) -> tuple[ChargeKind, str, str]:
    """Interest is one sum up to its last day; everything else stands alone."""
    alone = "" if charge.kind is ChargeKind.INTEREST else charge.occurrence
    return (charge.kind, charge.receivable_id, alone)


def _granted(invoice: Invoice, by: Authority, charge: ChargeAssessed) -> Money:
    """What would be granted by the same day, with what is known now."""
    found: Sequence[Money] = [
        each.granted
        for each in assess(charge.kind, invoice, by, charge.until, {})
        if (each.receivable_id, each.occurrence) == (charge.receivable_id, charge.occurrence)
    ]
    return found[0] if found else Money.zero(invoice.currency)
