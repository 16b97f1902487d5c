"""A remittance: reported once, under the agency's own id of it."""

from collections.abc import Sequence
from fractions import Fraction

from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import AgencyId, CreditorId, RemittanceId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused, Unacceptable
from recoup_events.workflow_scheduler import (
    Commission,
    CommissionTax,
    RemittanceReported,
    RemittedPayment,
)
from recoup_eventstore.decider import Decider


class DuplicateRemittance(Refused):
    """The external id already names a remittance; what it holds is booked."""

    code = "duplicate_remittance"


class CommissionUnacceptable(Unacceptable):
    """The commission is more than was agreed."""

    code = "commission_unacceptable"


class Remittance(Value):
    reported: RemittanceReported | None = None


class ReportRemittance(Command):
    remittance_id: RemittanceId
    agency_id: AgencyId
    agency_name: str
    creditor_id: CreditorId
    external_id: str
    reference: str
    payments: tuple[RemittedPayment, ...]
    gross: Money
    commission: Money
    commission_tax: CommissionTax | None
    agreed: Money
    """The most that the terms of these placements give the agency, without tax."""


def decide(command: ReportRemittance, remittance: Remittance) -> Sequence[RemittanceReported]:
    if remittance.reported is not None:
        raise DuplicateRemittance(
            f"This external id already names the remittance {command.remittance_id}, and its payments "
            "are booked; send new payments under a new one.",
            pointer="/external_id",
        )
    taxed = command.commission_tax
    if (
        taxed is not None
        and not Money.zero(command.gross.currency) < taxed.tax < command.commission
    ):
        raise CommissionUnacceptable(
            "The tax is a part of the commission: more than zero, and less than all of it.",
            pointer="/commission_tax/tax/amount",
        )
    alone = command.commission if taxed is None else command.commission - taxed.tax
    if alone > command.agreed:
        raise CommissionUnacceptable(
            f"The commission on these payments is {command.agreed} at most, by the terms of their "
            "placements, and the tax on it; remit the rest.",
            pointer="/commission/amount",
        )
    net = command.gross - command.commission
    return [RemittanceReported(**command.model_dump(exclude={"agreed"}), net=net)]


def evolve(_remittance: Remittance, event: RemittanceReported) -> Remittance:
    return Remittance(reported=event)


REMITTANCE: Decider[ReportRemittance, Remittance, RemittanceReported] = Decider(
    "remittance", Remittance(), decide, evolve
)


def agreed_on(amount: Money, commission: Commission) -> Money:
    """Rounded up to the smallest unit: nobody argues about less."""
    exact = Fraction(amount.minor_units) * Fraction(commission.percent) / 100
    return Money(minor_units=-(-exact.numerator // exact.denominator), currency=amount.currency)
