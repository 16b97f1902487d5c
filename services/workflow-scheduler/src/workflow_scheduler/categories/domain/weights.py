"""How much each kind of evidence speaks for each category: one table, with the reason of each number.

The numbers are Recoup's judgement and no law's. Points add up; a piece counts in full for its days, half for
as many again, and then no more. Of a kind the latest count, up to ``most``.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from recoup_events.kernel.event import Value
from recoup_events.workflow_scheduler import Points

VERSION = "2026-11"
"""Of the table; an event names the one it was weighed by."""
ENOUGH = 40
"""Points without which nothing is decided."""
MARGIN = 15
"""Points by which a category has to lead the next; with less, several are likely."""


class Kind(StrEnum):
    """What may have happened."""

    INSOLVENCY = "insolvency"
    HARDSHIP = "hardship"
    ATTORNEY = "attorney"
    PAYMENT_RETURNED = "payment_returned"
    PLAN_BROKEN = "plan_broken"
    PROMISE_BROKEN = "promise_broken"
    PROMISE_KEPT = "promise_kept"
    PROMISED = "promised"
    CANNOT_PAY = "cannot_pay"
    ASKED_FOR_PLAN = "asked_for_plan"
    PARTIAL_PAYMENT = "partial_payment"
    UNPAID_INVOICE = "unpaid_invoice"
    SUDDEN_SILENCE = "sudden_silence"
    PAID_AFTER_REMINDER = "paid_after_reminder"
    NEVER_RECEIVED = "never_received"
    MISSING_DOCUMENT = "missing_document"
    WRONG_PERSON = "wrong_person"
    SAYS_PAID = "says_paid"
    BOUNCED = "bounced"
    LETTER_RETURNED = "letter_returned"
    NOT_REACHED = "not_reached"
    DISSATISFIED = "dissatisfied"
    DISPUTE_REJECTED = "dispute_rejected"
    DISPUTE_UPHELD = "dispute_upheld"
    COMPLAINED = "complained"
    OPTED_OUT = "opted_out"
    ANGRY_WORDS = "angry_words"
    DISTRESSED_WORDS = "distressed_words"


class Weight(Value):
    kind: Kind
    points: Points
    days: int
    most: int
    reason: str


class Piece(Value):
    """One thing that happened to a customer."""

    kind: Kind
    event_id: str
    event_type: str
    at: datetime
    about: str | None = None
    """The condition, dispute, plan or promise; what is taken back of it takes the piece along."""


def _weight(
    kind: Kind,
    unorganized: int,
    going: int,
    angry: int,
    *,
    days: int,
    most: int,
    reason: str,
) -> Weight:
    points = Points(unorganized=unorganized, going_out_of_business=going, angry=angry)
    return Weight(kind=kind, points=points, days=days, most=most, reason=reason)


_TABLE = (
    _weight(Kind.INSOLVENCY, 0, 100, 0, days=1825, most=1, reason="It is insolvent."),
    _weight(
        Kind.HARDSHIP, 0, 45, 0, days=180, most=1, reason="It has said that it cannot pay now."
    ),
    _weight(Kind.ATTORNEY, 0, 0, 20, days=365, most=1, reason="It has somebody argue for it."),
    _weight(
        Kind.PAYMENT_RETURNED, 0, 25, 0, days=120, most=3, reason="There was no money behind it."
    ),
    _weight(Kind.PLAN_BROKEN, 0, 25, 0, days=180, most=3, reason="Even small sums do not come."),
    _weight(
        Kind.PROMISE_BROKEN, 8, 15, 5, days=120, most=4, reason="It wants to, and does not manage."
    ),
    _weight(
        Kind.PROMISE_KEPT, 12, -10, -5, days=180, most=3, reason="It has the money once it looks."
    ),
    _weight(Kind.PROMISED, 10, 0, -5, days=60, most=2, reason="It means to pay."),
    _weight(Kind.CANNOT_PAY, 0, 30, 0, days=90, most=3, reason="It has said so on the telephone."),
    _weight(
        Kind.ASKED_FOR_PLAN, 0, 15, 0, days=90, most=2, reason="It needs time for the whole sum."
    ),
    _weight(Kind.PARTIAL_PAYMENT, 0, 8, 0, days=90, most=3, reason="It pays what it has."),
    _weight(
        Kind.UNPAID_INVOICE, 0, 6, 0, days=3650, most=5, reason="Several are unpaid, not one alone."
    ),
    _weight(
        Kind.SUDDEN_SILENCE,
        0,
        40,
        0,
        days=120,
        most=1,
        reason="Who always paid went silent at once.",
    ),
    _weight(
        Kind.PAID_AFTER_REMINDER, 20, 0, -5, days=365, most=4, reason="A reminder was all it took."
    ),
    _weight(
        Kind.NEVER_RECEIVED,
        15,
        0,
        10,
        days=120,
        most=3,
        reason="Mislaid, or a pretext: either way.",
    ),
    _weight(
        Kind.MISSING_DOCUMENT,
        20,
        0,
        0,
        days=120,
        most=2,
        reason="It pays once its papers are whole.",
    ),
    _weight(
        Kind.WRONG_PERSON, 15, 0, 0, days=120, most=2, reason="Nobody there knows whose it is."
    ),
    _weight(Kind.SAYS_PAID, 10, 0, 5, days=60, most=2, reason="Its books and ours disagree."),
    _weight(Kind.BOUNCED, 15, 8, 0, days=120, most=2, reason="Nobody tends the address."),
    _weight(Kind.LETTER_RETURNED, 5, 30, 0, days=180, most=2, reason="It is not where it was."),
    _weight(Kind.NOT_REACHED, 0, 4, 5, days=60, most=4, reason="It may avoid the calls."),
    _weight(
        Kind.DISSATISFIED,
        0,
        0,
        25,
        days=180,
        most=3,
        reason="It contests what it got, or its price.",
    ),
    _weight(
        Kind.DISPUTE_REJECTED, 0, 0, 20, days=180, most=2, reason="What it claimed did not hold."
    ),
    _weight(
        Kind.DISPUTE_UPHELD,
        0,
        0,
        15,
        days=180,
        most=2,
        reason="It was treated wrongly, once at least.",
    ),
    _weight(Kind.COMPLAINED, 0, 0, 25, days=180, most=1, reason="It calls the mails unwanted."),
    _weight(Kind.OPTED_OUT, 0, 0, 15, days=180, most=1, reason="It does not want to hear of it."),
    _weight(Kind.ANGRY_WORDS, 0, 0, 30, days=120, most=2, reason="It says so in its own words."),
    _weight(
        Kind.DISTRESSED_WORDS, 0, 30, 0, days=120, most=2, reason="It says so in its own words."
    ),
)
WEIGHTS = {weight.kind: weight for weight in _TABLE}


def points_at(piece: Piece, at: datetime) -> Points:
    """What a piece is worth at a moment; no points at all once it has expired."""
    weight = WEIGHTS[piece.kind]
    age = at - piece.at
    if age < timedelta(days=weight.days):
        return weight.points
    if age >= 2 * timedelta(days=weight.days):
        return Points()
    return Points(**{name: int(value / 2) for name, value in weight.points})


def changes_of(piece: Piece) -> tuple[datetime, datetime]:
    """When it begins to count half, and when no more."""
    days = timedelta(days=WEIGHTS[piece.kind].days)
    return (piece.at + days, piece.at + 2 * days)
