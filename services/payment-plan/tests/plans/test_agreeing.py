from datetime import UTC, date, datetime

import pytest

from payment_plan.plans.domain import commands, errors
from payment_plan.plans.domain.decider import PLAN
from payment_plan.plans.domain.invoice import Invoice
from payment_plan.plans.domain.plan import Ids
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, PlanId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_events.payment_plan import CreditsLower, Instalment, PlanAgreed
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

LATE_EVENING_IN_BERLIN = datetime(2026, 3, 1, 22, 59, tzinfo=UTC)
MIDNIGHT_IN_BERLIN = datetime(2026, 3, 1, 23, tzinfo=UTC)
MARCH_1, MARCH_2, APRIL_2 = date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 2)
IDS: Ids = {"plan_id": PlanId("pln_1"), "customer_id": CustomerId("cus_1")}
FIRST, SECOND = InvoiceId("inv_1"), InvoiceId("inv_2")


USD = Money(minor_units=40_00, currency="USD")
SLICES = (slice_of(FIRST, eur(60_00)), slice_of(SECOND, eur(40_00)))
COVERED = (
    commands.Covered(invoice_id=FIRST, amount=eur(60_00)),
    commands.Covered(invoice_id=SECOND, amount=eur(40_00)),
)
SCHEDULE = (
    Instalment(due_on=MARCH_2, amount=eur(50_00)),
    Instalment(due_on=APRIL_2, amount=eur(50_00)),
)


def owed(
    balance: Money, invoice_id: InvoiceId = SECOND, creditor_id: CreditorId = CREDITOR
) -> Invoice:
    balances = {receivable_id_of(invoice_id, 0): balance}
    return Invoice(invoice_id=invoice_id, creditor_id=creditor_id, balances=balances)


OWED = owed(eur(60_00), FIRST)
AGREE = commands.AgreePlan(
    **IDS,
    covered=COVERED,
    schedule=SCHEDULE,
    grace_days=3,
    time_zone="Europe/Berlin",
    credits_lower=CreditsLower.SPREAD,
    invoices={FIRST: OWED, SECOND: owed(eur(60_00))},
    at=LATE_EVENING_IN_BERLIN,
)
AGREED = PlanAgreed(
    **IDS,
    creditor_id=CREDITOR,
    slices=SLICES,
    schedule=SCHEDULE,
    time_zone="Europe/Berlin",
    grace_days=3,
)

plan = Scenario(PLAN)


def but(**changes: object) -> commands.AgreePlan:
    return AGREE.model_copy(update=changes)


def pointed_at(command: commands.AgreePlan, refusal: type[Refused]) -> str | None:
    return plan.given().when(command).then_refused(refusal).pointer


def due(day: date, amount: Money = SCHEDULE[0].amount) -> Instalment:
    return Instalment(due_on=day, amount=amount)


def owing(second: Invoice) -> commands.AgreePlan:
    return but(invoices={FIRST: OWED, SECOND: second})


def test_a_plan_pays_slices_of_invoices_in_the_debtors_calendar() -> None:
    plan.given().when(AGREE).then(AGREED)


def test_a_reference_names_one_plan_for_ever() -> None:
    refusal = plan.given(AGREED).when(AGREE).then_refused(errors.DuplicateReference)
    assert refusal.pointer == "/reference"
    assert "pln_1" in refusal.detail


def test_an_invoice_that_has_not_arrived_yet_may_arrive_soon() -> None:
    assert pointed_at(owing(Invoice()), errors.UnknownInvoice) == "/slices/1"


def test_one_plan_at_a_time_runs_over_an_invoice() -> None:
    plans = {receivable_id_of(SECOND, 0): PlanId("pln_0")}
    covered = owed(eur(60_00)).model_copy(update={"plans": plans})
    assert pointed_at(owing(covered), errors.InvoiceCovered) == "/slices/1"


def test_a_slice_is_part_of_what_is_owed() -> None:
    less = owed(eur(39_99))
    assert pointed_at(owing(less), errors.SliceUnacceptable) == "/slices/1/amount/amount"


def test_an_invoice_is_sliced_once() -> None:
    twice = but(covered=(COVERED[0], COVERED[0]))
    assert pointed_at(twice, errors.SliceUnacceptable) == "/slices/1"


def test_a_slice_is_in_the_currency_of_its_invoice() -> None:
    dollars = owed(USD)
    assert pointed_at(owing(dollars), errors.CurrencyUnacceptable) == "/slices/1/amount/currency"


def test_slices_have_one_currency() -> None:
    covered = (COVERED[0], commands.Covered(invoice_id=SECOND, amount=USD))
    mixed = but(covered=covered, invoices={FIRST: OWED, SECOND: owed(USD)})
    assert pointed_at(mixed, errors.CurrencyUnacceptable) == "/slices/1/amount/currency"


def test_instalments_are_in_the_currency_of_the_slices() -> None:
    mixed = but(schedule=(SCHEDULE[0], due(APRIL_2, USD)))
    assert pointed_at(mixed, errors.CurrencyUnacceptable) == "/schedule/1/amount/currency"


@pytest.mark.parametrize("cents", [49_99, 50_01])
def test_instalments_add_up_to_the_slices_to_the_cent(cents: int) -> None:
    schedule = (SCHEDULE[0], due(APRIL_2, eur(cents)))
    assert pointed_at(but(schedule=schedule), errors.ScheduleUnacceptable) == "/schedule"


@pytest.mark.parametrize("day", [MARCH_1, MARCH_2])
def test_the_soonest_instalment_comes_first_and_one_a_day(day: date) -> None:
    schedule = (SCHEDULE[0], due(day))
    assert pointed_at(but(schedule=schedule), errors.ScheduleUnacceptable) == "/schedule/1/due_on"


def test_the_first_instalment_may_be_due_today() -> None:
    schedule = (due(MARCH_1), due(MARCH_2))
    agreed = AGREED.model_copy(update={"schedule": schedule})
    plan.given().when(but(schedule=schedule)).then(agreed)


def test_the_first_instalment_is_not_due_before_the_debtors_today() -> None:
    command = but(schedule=(due(MARCH_1), due(MARCH_2)), at=MIDNIGHT_IN_BERLIN)
    assert pointed_at(command, errors.ScheduleUnacceptable) == "/schedule/0/due_on"


def test_a_plan_is_agreed_with_one_creditor() -> None:
    others = owed(eur(60_00), creditor_id=CreditorId("crd_2"))
    refusal = (
        plan.given()
        .when(but(invoices={FIRST: OWED, SECOND: others}))
        .then_refused(errors.SliceUnacceptable)
    )
    assert refusal.pointer == "/slices/1"
