"""The answer to an order: whether to deliver on credit, with every reason in words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recoup_events.invoice import Condition
from recoup_events.invoice.credit_standing import (
    CreditAnswer,
    CreditReason,
    Standing,
    StandingCause,
)
from recoup_events.kernel.money import Money

STRICTNESS = {answer: strictness for strictness, answer in enumerate(CreditAnswer)}
_OF_STANDING = {
    Standing.NORMAL: CreditAnswer.ALLOW,
    Standing.WATCH: CreditAnswer.ALLOW,
    Standing.PREPAY: CreditAnswer.ALLOW_IF_PREPAID,
    Standing.HOLD: CreditAnswer.HOLD,
    Standing.STOP_SERVING_ADVISED: CreditAnswer.HOLD,
}
_NO_CREDIT = (Condition.INSOLVENCY, Condition.DEATH)


class Situation(NamedTuple):
    """What is known of a customer when it orders."""

    standing: Standing
    causes: Sequence[StandingCause]
    limit: Money | None
    owed: Money
    """In the currency of the order, as is what is overdue."""
    overdue: Money
    accepted: bool
    """Whether the creditor's terms were accepted, or need not be."""
    decided: str | None = None
    """Why a person has decided otherwise than the rules advise."""
    conditions: Sequence[Condition] = ()
    """Of the customer, as they hold today."""


class Answer(NamedTuple):
    answer: CreditAnswer
    reasons: tuple[CreditReason, ...]


def answer(amount: Money, known: Situation) -> Answer:
    """The strictest that any reason leads to."""
    by_agreement = (*_by_limit(amount, known), *_by_acceptance(known))
    reasons = (*_by_standing(known), *_by_condition(known), *by_agreement)
    answers = [CreditAnswer.ALLOW, *(reason.answer for reason in reasons)]
    return Answer(max(answers, key=STRICTNESS.__getitem__), reasons)


def _by_standing(known: Situation) -> Iterator[CreditReason]:
    if known.standing is Standing.NORMAL:
        return
    text = known.decided or "; ".join(map(in_words, known.causes)) + "."
    yield CreditReason(
        code=f"standing_{known.standing}",
        answer=_OF_STANDING[known.standing],
        text=f"The customer's standing is {known.standing}: {text[0].lower()}{text[1:]}",
    )


def in_words(cause: StandingCause) -> str:
    """A cause in words."""
    measure = cause.rule.measure.replace("_", " ")
    value = cause.value if cause.amount is None else cause.amount
    threshold = cause.rule.threshold if cause.rule.amount is None else cause.rule.amount
    return f"{measure} is {value}, and {cause.rule.standing} begins at {threshold}"


def _by_condition(known: Situation) -> Iterator[CreditReason]:
    """Who is insolvent, or an estate, is not trusted for more, whatever it owes so far."""
    for condition in _NO_CREDIT:
        if condition in known.conditions:
            yield CreditReason(
                code=f"condition_{condition}",
                answer=CreditAnswer.ALLOW_IF_PREPAID,
                text=f"The condition {condition} of the customer holds; whoever acts for it pays in "
                "advance.",
            )


def _by_limit(amount: Money, known: Situation) -> Iterator[CreditReason]:
    limit = known.limit
    if limit is None:
        return
    if limit.currency != amount.currency:
        yield CreditReason(
            code="limit_in_another_currency",
            answer=CreditAnswer.ALLOW_IF_PREPAID,
            text=f"The limit is {limit}, and the order is in {amount.currency}; nobody has granted "
            "credit in that currency.",
        )
    elif limit < known.owed + amount:
        yield CreditReason(
            code="limit_exceeded",
            answer=CreditAnswer.ALLOW_IF_PREPAID,
            text=f"{known.owed} are owed, and with this order of {amount} it would be "
            f"{known.owed + amount}; the limit is {limit}.",
        )


def _by_acceptance(known: Situation) -> Iterator[CreditReason]:
    if not known.accepted:
        yield CreditReason(
            code="terms_not_accepted",
            answer=CreditAnswer.ALLOW_IF_PREPAID,
            text="The customer has not accepted the creditor's terms in writing; record the "
            "acceptance (POST /v1/acceptances) before credit is granted.",
        )
