"""How debtors pay: the habits that make a generated ledger late and disputed like a real one."""

from dataclasses import dataclass

from recoup_events.dispute import Reason


@dataclass(frozen=True, slots=True)
class Behaviour:
    """A way of paying; the chances are percentages."""

    weight: int
    """So many of a hundred debtors pay like this."""
    late: int
    """Paid after the due date although nothing is contested."""
    mean_days_late: int
    disputed: int
    reasons: tuple[Reason, ...]
    in_parts: int = 0
    """Paid in two parts."""
    pays_on_fridays: bool = False
    """Everything due is settled in one weekly run."""
    asks_for_plan: int = 0
    """Agrees to instalments once something is overdue."""
    gives_up: bool = False
    """Stops paying in the middle of the quarter, instalments included."""


_ANY_REASON = (Reason.PRICE, Reason.QUANTITY, Reason.QUALITY, Reason.DUPLICATE)
_EXCUSES = (Reason.QUALITY, Reason.NOT_RECEIVED, Reason.OTHER)
_LOST_PAPERS = (Reason.NOT_RECEIVED, Reason.MISSING_DOCUMENT, Reason.ALREADY_PAID)

PROMPT = Behaviour(48, late=5, mean_days_late=3, disputed=15, reasons=_ANY_REASON)
SLOW = Behaviour(
    22,
    late=36,
    mean_days_late=11,
    disputed=22,
    reasons=_ANY_REASON,
    in_parts=4,
    pays_on_fridays=True,
    asks_for_plan=20,
)
UNORGANIZED = Behaviour(
    14,
    late=38,
    mean_days_late=16,
    disputed=32,
    reasons=_LOST_PAPERS,
    in_parts=25,
    asks_for_plan=60,
)
GOING_UNDER = Behaviour(
    7,
    late=80,
    mean_days_late=22,
    disputed=14,
    reasons=_EXCUSES,
    in_parts=30,
    asks_for_plan=100,
    gives_up=True,
)
ANGRY = Behaviour(9, late=36, mean_days_late=14, disputed=60, reasons=_EXCUSES, in_parts=5)

HABITS = (PROMPT, SLOW, UNORGANIZED, GOING_UNDER, ANGRY)

STATEMENTS = {
    Reason.NOT_RECEIVED: "The goods on this invoice have not arrived.",
    Reason.QUALITY: "What was delivered does not do what was agreed.",
    Reason.PRICE: "The price is not the one in our order.",
    Reason.QUANTITY: "Fewer pieces arrived than were invoiced.",
    Reason.DUPLICATE: "We have been invoiced for this before.",
    Reason.MISSING_DOCUMENT: "We cannot book this without the signed delivery note.",
    Reason.ALREADY_PAID: "Our books show this as paid.",
    Reason.OTHER: "We do not accept this invoice as it stands.",
}
