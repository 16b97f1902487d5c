"""What is sent about offers."""

from typing import Annotated

from pydantic import Field, StrictBool

from payment_plan.offers.domain.asking import Ask, Part, Wish
from payment_plan.plans.schemas import LONGEST, DueOn, Interest
from recoup_events.invoice import MOST_TERMS
from recoup_events.kernel.ids import DEFAULT, TenantId
from recoup_events.kernel.money import Currency
from recoup_events.payment_plan import AskedBy, Every
from recoup_service.api.amounts import PositiveAmount
from recoup_service.api.fields import ISO_4217, Name, RequestBody, Text, Words
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.named_resources import CustomerNamed, InvoiceOf

MOST_OPTIONS = 10
SLICES = "Of one currency; all that is owed, contested by nobody and in no plan, if left out."


class OfferedPart(InvoiceOf):
    """A part of what is owed on one invoice, or on one of its terms."""

    amount: PositiveAmount | None = Field(
        default=None, description="All of it that is free, if left out."
    )
    term: int | None = Field(
        default=None,
        ge=1,
        le=MOST_TERMS,
        strict=True,
        description="The number of the term; the soonest due come first if left out.",
    )

    def part(self, tenant: TenantId, creditor: str) -> Part:
        amount = None if self.amount is None else self.amount.money
        return Part(invoice_id=self.invoice_of(tenant, creditor), amount=amount, term=self.term)


class OptionWished(RequestBody):
    """One way to pay."""

    every: Every
    instalments: int = Field(ge=1, le=LONGEST, strict=True, examples=[6])
    first_due_on: DueOn | None = Field(
        default=None,
        description="By the end of this day; as the policy says if left out. A day off where the debtor is, "
        "this one or a later one, moves to the next working day.",
    )
    first_amount: PositiveAmount | None = Field(
        default=None, description="Of the first instalment; as the others if left out."
    )

    @property
    def wish(self) -> Wish:
        return Wish(
            every=self.every,
            instalments=self.instalments,
            first_due_on=self.first_due_on,
            first_amount=None if self.first_amount is None else self.first_amount.money,
        )


class _Asked(CustomerNamed):
    """What every offer is asked for with."""

    creditor: Name | None = Field(
        default=None,
        description="Your code of the creditor to whom it is owed; may be left out where it is one alone.",
    )

    currency: Annotated[Currency, Field(json_schema_extra=ISO_4217)] | None = Field(
        default=None,
        description="ISO 4217 code, where `slices` are left out and something is owed in several.",
        examples=["EUR"],
    )
    slices: Annotated[list[OfferedPart], Field(min_length=1, max_length=100)] | None = Field(
        default=None, description=SLICES
    )
    wants_to_keep_trading: StrictBool | None = Field(
        default=None,
        description="Whether the customer wants to go on buying; the policy may ask for it.",
    )

    def ask(self, tenant: TenantId, asked_by: AskedBy, wishes: tuple[Wish, ...]) -> Ask:
        parts = None
        if self.slices is not None:
            parts = tuple(slice.part(tenant, self.creditor or DEFAULT) for slice in self.slices)
        return Ask(
            customer_id=self.customer_in(tenant),
            creditor_id=creditor_id_or_none(tenant, self.creditor),
            asked_by=asked_by,
            currency=self.currency,
            parts=parts,
            wishes=wishes,
            wants_to_keep_trading=self.wants_to_keep_trading,
        )


class OfferWished(_Asked):
    """Ways to pay over time what a customer owes to one creditor."""

    options: list[OptionWished] = Field(
        default=[], max_length=MOST_OPTIONS, description="Those of the plan policy if left out."
    )
    keep_current: StrictBool | None = Field(
        default=None,
        description="Whether invoices that come to be due while the plan runs have to be paid when they "
        "are; as the plan policy says if left out.",
    )
    interest: Interest = None

    def wanted(self, tenant: TenantId) -> Ask:
        wishes = tuple(option.wish for option in self.options)
        asked = self.ask(tenant, AskedBy.CREDITOR, wishes)
        own = {"keep_current": self.keep_current, "interest": self.interest}
        return asked.model_copy(update=own)


class NewOffer(OfferWished):
    reference: Name = Field(
        description="Your name of the offer; it can be used once.", examples=["OFFER-1001-A"]
    )
    override: Words | None = Field(
        default=None,
        description="Why it is offered although the plan policy refuses it.",
        examples=["A key account; agreed with sales."],
    )

    def offered(self, tenant: TenantId) -> Ask:
        return self.wanted(tenant).model_copy(update={"reference": self.reference})


class NewPlanRequest(_Asked):
    """A debtor would pay over time."""

    reference: Name = Field(
        description="Your name of the request; it can be used once.", examples=["portal-5b1f"]
    )
    wish: OptionWished | None = Field(
        default=None, description="How it would pay; the policy's options come behind it."
    )
    words: Text | None = Field(
        default=None, description="In the debtor's words.", examples=["Sales are slow until May."]
    )

    def asked(self, tenant: TenantId) -> Ask:
        wishes = () if self.wish is None else (self.wish.wish,)
        asked = self.ask(tenant, AskedBy.DEBTOR, wishes)
        return asked.model_copy(update={"reference": self.reference})


class Acceptance(RequestBody):
    option: Name = Field(description="The number of the option.", examples=["1"])
    person_id: Name | None = Field(
        default=None, description="Who accepts, by Recoup's id.", examples=["per_71c2"]
    )


class Decline(RequestBody):
    reason: Words | None = Field(default=None, examples=["Will pay at once instead."])


class OfferWithdrawal(RequestBody):
    reason: Words = Field(examples=["The terms were wrong."])


class OfferOverride(RequestBody):
    reason: Words = Field(examples=["A key account; agreed with sales."])
