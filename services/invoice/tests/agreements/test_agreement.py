"""Terms in versions: which hold on a day, and who accepted them."""

from datetime import date, timedelta
from typing import Any

import pytest

from invoice.agreements.domain import commands
from invoice.agreements.domain.acceptance import ACCEPTANCE
from invoice.agreements.domain.agreement import AGREEMENT, Agreement
from invoice.agreements.domain.errors import AgreementRefused, ClausesUnacceptable
from recoup_events import invoice as events
from recoup_events.kernel.ids import AgreementId, CreditorId, CustomerId
from recoup_receivables.clauses import in_force
from recoup_testing.money import eur
from recoup_testing.scenario import Given, Scenario

ID, CREDITOR, CUSTOMER = AgreementId("agr_1"), CreditorId("crd_1"), CustomerId("cus_1")
NEW_YEAR = date(2026, 1, 1)
FEE = events.LateFee(after_days=14, amount=eur(15_00))


def terms(
    effective_from: date = NEW_YEAR, customer_id: CustomerId | None = CUSTOMER, **clauses: Any
) -> commands.RecordTerms:
    return commands.RecordTerms(
        agreement_id=ID,
        creditor_id=CREDITOR,
        customer_id=customer_id,
        clauses=events.Clauses(**(clauses or {"payment_days": 30})),
        document=None,
        effective_from=effective_from,
        reason="the frame agreement",
    )


def recorded(command: commands.RecordTerms, version: int = 1) -> events.AgreementRecorded:
    return events.AgreementRecorded(**dict(command), version=version)


def agreement(*happened: events.InvoiceEvent) -> Given[Any, Any, Any]:
    return Scenario(AGREEMENT).given(*happened)


def test_terms_are_recorded_in_versions_and_the_same_again_is_none() -> None:
    first, second = terms(), terms(payment_days=14)
    agreement().when(first).then(recorded(first))
    agreement(recorded(first)).when(first).then()
    agreement(recorded(first)).when(second).then(recorded(second, 2))


def test_each_day_has_the_version_that_began_last() -> None:
    spring = date(2026, 4, 1)
    first, later, corrected = terms(), terms(spring, payment_days=14), terms(payment_days=21)
    held = Agreement(versions=(recorded(first), recorded(later, 2), recorded(corrected, 3)))
    days = {day: held.on(day) for day in (NEW_YEAR, spring - timedelta(1), spring)}
    assert held.on(NEW_YEAR - timedelta(1)) is None
    assert [version and version.version for version in days.values()] == [3, 3, 2]


@pytest.mark.parametrize(
    ("clauses", "pointer"),
    [
        ({"late_fee": events.LateFee(after_days=1)}, "/clauses/late_fee"),
        (
            {"late_fee": events.LateFee(after_days=1, amount=eur(1), percent="2")},
            "/clauses/late_fee",
        ),
        ({"interest": events.InterestClause()}, "/clauses/interest"),
        ({"interest": events.InterestClause(law="xx-business")}, "/clauses/interest/law"),
        ({"collection_costs": events.CollectionCosts()}, "/clauses/collection_costs"),
        ({"payment_days": None}, "/clauses"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_clauses_that_say_nothing_or_two_things_are_refused(
    clauses: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(ClausesUnacceptable) as refused:
        AGREEMENT.decide(terms(**clauses), AGREEMENT.initial)
    assert refused.value.pointer == pointer


def test_a_customer_s_clause_goes_before_the_creditor_s_own_and_silence_does_not() -> None:
    own = recorded(terms(customer_id=None, payment_days=30, late_fee=FEE))
    agreed = recorded(terms(payment_days=60))
    held = in_force([agreed, own])
    assert {name: (clause, terms.customer_id) for name, (clause, terms) in held.items()} == {
        "payment_days": (60, CUSTOMER),
        "late_fee": (FEE, None),
    }


def accepting(version: int, of: events.AgreementRecorded, **more: Any) -> commands.AcceptTerms:
    return commands.AcceptTerms(
        terms=of,
        customer_id=more.get("customer_id", CUSTOMER),
        version=version,
        accepted_on=date(2026, 1, 3),
        accepted_by="Ada Sand",
        document=None,
    )


def test_terms_are_accepted_once_and_a_later_version_anew() -> None:
    own = recorded(terms(customer_id=None), version=2)
    accepted = [
        events.AgreementAccepted(
            agreement_id=ID,
            creditor_id=CREDITOR,
            customer_id=CUSTOMER,
            version=version,
            accepted_on=date(2026, 1, 3),
            accepted_by="Ada Sand",
        )
        for version in (1, 2)
    ]
    acceptance = Scenario(ACCEPTANCE)
    acceptance.given().when(accepting(1, own)).then(accepted[0])
    acceptance.given(accepted[0]).when(accepting(1, own)).then()
    acceptance.given(accepted[0]).when(accepting(2, own)).then(accepted[1])
    acceptance.given().when(accepting(3, own)).then_refused(AgreementRefused)


def test_another_customer_s_terms_are_not_accepted() -> None:
    other = accepting(1, recorded(terms()), customer_id=CustomerId("cus_2"))
    Scenario(ACCEPTANCE).given().when(other).then_refused(AgreementRefused)
