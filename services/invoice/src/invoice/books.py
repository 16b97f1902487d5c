"""A creditor's books in JSON: how they are kept, asked for and shown."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from invoice.cash import (
    REFERENCES,
    THRESHOLD,
    TOLERANCE,
    PaymentToleranceBody,
    PaymentToleranceShown,
    Threshold,
    payment_tolerance,
)
from recoup_compliance.interest.laws import BY_ID
from recoup_events.invoice import (
    Books,
    ChargeKind,
    OnAccount,
    OncePaid,
    OrderOfPayment,
    SourceOfCash,
    Tolerance,
)
from recoup_events.invoice.creditor import ChargingRule, PaymentReferences
from recoup_service.api.amounts import Amount, PositiveAmount
from recoup_service.api.fields import Day, Name, RequestBody

CLOSED_UNTIL = "Nothing is posted on this day or an earlier one; what is booked for then is posted on the next."
LIMIT = (
    "What one person may write off of an invoice; above it, and in another currency, another has to "
    "approve. Without a limit one person is enough."
)
CASH = "Where payments come from, and the `source` they name; one of the other is refused, for it would count twice."
ON_ACCOUNT = (
    "What becomes of money on account when an invoice is issued: it is applied to it, or held, which "
    "reserves it."
)
ORDER = (
    "What money pays first that names nothing, each part by its age: `principal_first`, or "
    "`costs_first`, which is costs, interest, then principal."
)
ONCE_PAID = (
    "What becomes of the charges on an invoice that is paid: `chase` goes on asking for them, `keep` "
    "leaves them owed and asks for them no more, `waive` writes them off."
)

CHARGING = (
    "What is charged without being asked for, of invoices that become overdue from now on: interest "
    "on the first of each month for the month before, a fee or a sum on the day after it falls due."
)


LAWS = sorted(id for id, each in BY_ID.items() if each.country)
"""Those of a country; the others are carried out by these."""


class ChargingRuleBody(RequestBody):
    """One kind of charge, by a law or as agreed.

    A late fee is charged as agreed; leave out its law. A minimum is for interest; leave it out elsewhere.
    """

    kind: Literal[ChargeKind.INTEREST, ChargeKind.FIXED_SUM, ChargeKind.LATE_FEE] = Field(
        description="What collecting cost is charged by request alone.", examples=["interest"]
    )
    law: Name | None = Field(
        default=None,
        description="By this law, to the debtors in its country of whom it speaks; if left out, to those "
        "with whom it was agreed.",
        examples=["de-business"],
        json_schema_extra={"enum": [*LAWS, None]},
    )
    minimum: PositiveAmount | None = Field(
        default=None,
        description="Interest in this currency is left until it has run up to so much.",
    )

    @field_validator("law")
    @classmethod
    def _is_known(cls, law: str | None) -> str | None:
        if law is not None and law not in LAWS:
            raise ValueError(f"send the law of a country: {', '.join(LAWS)}")
        return law

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind is ChargeKind.LATE_FEE and self.law is not None:
            raise ValueError("a late fee is charged as agreed; leave out its law")
        if self.kind is not ChargeKind.INTEREST and self.minimum is not None:
            raise ValueError("a minimum is for interest; leave it out")
        return self

    @property
    def rule(self) -> ChargingRule:
        minimum = None if self.minimum is None else self.minimum.money
        return ChargingRule(kind=self.kind, law=self.law, minimum=minimum)


class ToleranceBody(RequestBody):
    """By how much a discount may be missed and is given all the same."""

    days: Annotated[int, Field(ge=0, le=31)] = Field(
        default=0, description="Days after its last one."
    )
    amount: PositiveAmount | None = Field(
        default=None, description="Too little money, of invoices in this currency."
    )

    @property
    def tolerance(self) -> Tolerance:
        return Tolerance(days=self.days, amount=None if self.amount is None else self.amount.money)


class BooksBody(RequestBody):
    """How its books are kept; what is left out is as if never set."""

    books_closed_until: Day | None = Field(
        default=None, description=CLOSED_UNTIL, examples=["2026-01-31"]
    )
    write_off_limit: PositiveAmount | None = Field(default=None, description=LIMIT)
    source_of_cash: SourceOfCash = Field(default=SourceOfCash.ERP, description=CASH)
    discount_tolerance: ToleranceBody | None = Field(
        default=None, description="Without it a discount that is missed by a day or a cent is lost."
    )
    on_account: OnAccount = Field(default=OnAccount.APPLY, description=ON_ACCOUNT)
    charges_once_paid: OncePaid = Field(default=OncePaid.KEEP, description=ONCE_PAID)
    order_of_payment: OrderOfPayment = Field(
        default=OrderOfPayment.PRINCIPAL_FIRST, description=ORDER
    )
    payment_tolerance: PaymentToleranceBody | None = Field(default=None, description=TOLERANCE)
    payment_references: PaymentReferences = Field(
        default=PaymentReferences.NONE, description=REFERENCES
    )
    match_threshold: Threshold | None = Field(default=90, description=THRESHOLD)
    charging: Annotated[tuple[ChargingRuleBody, ...], Field(max_length=20)] = Field(
        default=(), description=CHARGING
    )

    @property
    def books(self) -> Books:
        limit = self.write_off_limit
        return Books(
            books_closed_until=self.books_closed_until,
            write_off_limit=None if limit is None else limit.money,
            source_of_cash=self.source_of_cash,
            discount_tolerance=_tolerance(self.discount_tolerance),
            on_account=self.on_account,
            charges_once_paid=self.charges_once_paid,
            order_of_payment=self.order_of_payment,
            payment_tolerance=payment_tolerance(self.payment_tolerance),
            payment_references=self.payment_references,
            match_threshold=self.match_threshold,
            charging=tuple(each.rule for each in self.charging),
        )


def _tolerance(sent: ToleranceBody | None) -> Tolerance:
    return Tolerance() if sent is None else sent.tolerance


class ToleranceShown(BaseModel):
    """By how much a discount may be missed and is given all the same."""

    days: int = Field(description="Days after its last one.")
    amount: Amount | None = Field(description="Too little money.")


class ChargingRuleShown(BaseModel):
    """One kind of charge, by a law or as agreed."""

    kind: ChargeKind
    law: str | None
    minimum: Amount | None

    @classmethod
    def of(cls, rule: ChargingRule) -> Self:
        minimum = None if rule.minimum is None else Amount.of(rule.minimum)
        return cls(kind=rule.kind, law=rule.law, minimum=minimum)


class BooksShown(BaseModel):
    books_closed_until: date | None = Field(description=CLOSED_UNTIL)
    write_off_limit: Amount | None = Field(description=LIMIT)
    source_of_cash: SourceOfCash = Field(description=CASH)
    discount_tolerance: ToleranceShown
    on_account: OnAccount = Field(description=ON_ACCOUNT)
    charges_once_paid: OncePaid = Field(description=ONCE_PAID)
    order_of_payment: OrderOfPayment = Field(description=ORDER)
    payment_tolerance: PaymentToleranceShown = Field(description=TOLERANCE)
    payment_references: PaymentReferences = Field(description=REFERENCES)
    match_threshold: int | None = Field(description=THRESHOLD)
    charging: tuple[ChargingRuleShown, ...] = Field(description=CHARGING)

    @classmethod
    def of(cls, books: Books) -> Self:
        limit, tolerance = books.write_off_limit, books.discount_tolerance
        return cls(
            books_closed_until=books.books_closed_until,
            write_off_limit=None if limit is None else Amount.of(limit),
            source_of_cash=books.source_of_cash,
            on_account=books.on_account,
            discount_tolerance=ToleranceShown(
                days=tolerance.days,
                amount=None if tolerance.amount is None else Amount.of(tolerance.amount),
            ),
            charges_once_paid=books.charges_once_paid,
            order_of_payment=books.order_of_payment,
            payment_tolerance=PaymentToleranceShown.of(books.payment_tolerance),
            payment_references=books.payment_references,
            match_threshold=books.match_threshold,
            charging=tuple(map(ChargingRuleShown.of, books.charging)),
        )
