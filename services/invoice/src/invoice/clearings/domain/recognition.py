"""Whether a bank's entry is an agency's transfer, and of which remittances; pure."""

from collections.abc import Sequence
from typing import NamedTuple

from invoice.clearings.domain.clearing import Clearing
from invoice.clearings.domain.clue import name_key
from recoup_events.kernel.ids import RemittanceId
from recoup_events.kernel.money import Money, total

ASSIGN = "say which remittance it is of by POST /v1/receipts/{id}/clearing"


class Arrival(NamedTuple):
    """What the bank says, as far as it shows who sent it."""

    amount: Money
    payer_name: str | None


class Part(NamedTuple):
    """So much of an entry is the transfer of this remittance."""

    remittance_id: RemittanceId
    amount: Money


class Recognition(NamedTuple):
    agencys: bool = False
    """An agency sent it, so it pays no invoice by itself."""
    parts: Sequence[Part] = ()
    """What it clears, to the last cent; empty where a person has to look."""
    reason: str = ""
    hints: tuple[str, ...] = ()


NO_AGENCYS = Recognition()


def recognise(
    arrival: Arrival,
    named: Sequence[Clearing],
    same_amount: Sequence[Clearing],
    *,
    from_agency: bool,
) -> Recognition:
    """What is named comes before the amount, and what is not exact waits for a person."""
    if named:
        return _named(arrival, named, from_agency=from_agency)
    fitting = [each for each in same_amount if each.in_transit == arrival.amount]
    if len(fitting) == 1:
        opened = fitting[0].known
        reason = f"{opened.agency_name} announced {arrival.amount} as {opened.reference}."
        return _clearing(fitting, reason)
    if fitting:
        references = ", ".join(sorted(each.known.reference for each in fitting))
        hint = f"Several remittances announced this amount ({references}); {ASSIGN}."
        return Recognition(agencys=True, hints=(hint,))
    if from_agency:
        hint = (
            f"The payer is the agency {arrival.payer_name}, and no remittance announced this amount: it "
            f"is cleared when that one is reported. Ask the agency for it, or {ASSIGN}."
        )
        return Recognition(agencys=True, hints=(hint,))
    return NO_AGENCYS


def _named(arrival: Arrival, named: Sequence[Clearing], *, from_agency: bool) -> Recognition:
    open = [each for each in named if each.in_transit.minor_units > 0]
    alike = [each for each in open if each.in_transit.currency == arrival.amount.currency]
    exact = [each for each in alike if each.in_transit == arrival.amount]
    awaited = total((each.in_transit for each in alike), arrival.amount.currency)
    if len(exact) == 1 or (alike and len(alike) == len(open) and awaited == arrival.amount):
        clears = exact if len(exact) == 1 else alike
        names = " and ".join(each.known.reference for each in clears)
        return _clearing(clears, f"It names {names}, and is what was announced.")
    sent = from_agency or arrival.payer_name is None
    sent = sent or any(_same_name(arrival, each) for each in named)
    return Recognition(agencys=sent, hints=tuple(_hint(arrival, each) for each in named))


def _same_name(arrival: Arrival, clearing: Clearing) -> bool:
    return name_key(arrival.payer_name or "") == name_key(clearing.known.agency_name)


def _clearing(clears: Sequence[Clearing], reason: str) -> Recognition:
    parts = [Part(each.known.remittance_id, each.in_transit) for each in clears]
    return Recognition(agencys=True, parts=parts, reason=reason)


def _hint(arrival: Arrival, clearing: Clearing) -> str:
    opened, left = clearing.known, clearing.in_transit
    named = f"It names the remittance {opened.reference} of {opened.agency_name}"
    if left.currency != arrival.amount.currency:
        return (
            f"{named}, of which {left} are awaited, in another currency: {ASSIGN}, with an exchange that "
            "says what it settles."
        )
    if left.minor_units <= 0:
        return (
            f"{named}, of which nothing is awaited any more. If it was paid twice, send this back; if it "
            f"is of another one, {ASSIGN}."
        )
    if arrival.amount < left:
        return (
            f"{named}, and is {left - arrival.amount} short of the {left} awaited. Ask the agency for the "
            f"rest, and {ASSIGN}: the rest stays in transit until it arrives or is settled."
        )
    return (
        f"{named}, and is {arrival.amount - left} over the {left} awaited. Ask the agency what it is for, "
        f"and {ASSIGN}: what is too much is then sent back, or settled with its reason."
    )
