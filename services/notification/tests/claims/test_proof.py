from datetime import date

import pytest

from notification.claims.domain.agreed_terms import AgreedTerms
from notification.claims.domain.facts import AgreedClause, ClaimedItem, Facts, Proof, Unproven
from notification.claims.domain.proof import prove
from recoup_events.invoice import (
    AgreementRecorded,
    Clauses,
    CollectionCosts,
    CustomerKind,
    Escalation,
    InterestClause,
    LateFee,
)
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    InvoiceId,
    agreement_id_of,
    receivable_id_of,
)
from recoup_events.kernel.money import Money
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Intention, Measure

CREDITOR = CreditorId("crd_1")
CUSTOMER = CustomerId("cus_1")
RECEIVABLE = receivable_id_of(InvoiceId("inv_1"), 0)
LATER = date(2026, 4, 11)
ITEM = ClaimedItem(
    receivable_id=RECEIVABLE,
    issued_on=date(2026, 1, 31),
    due_on=date(2026, 3, 2),
    amount=Money.parse("100.00", "EUR"),
    intentions=tuple(Intention(measure=measure, on=LATER) for measure in Measure),
)
NOTHING_AGREED = AgreedTerms()
FACTS = Facts(
    debtor=CustomerKind.ENTITY,
    debtor_country="US",
    creditor_country="US",
    agreed=NOTHING_AGREED,
    own_terms=NOTHING_AGREED,
    prepays=False,
    items=(ITEM,),
)
ALL = Clauses(
    late_fee=LateFee(after_days=10, amount=Money.parse("15.00", "EUR")),
    interest=InterestClause(percent="9"),
    collection_costs=CollectionCosts(percent="5"),
    escalation=Escalation(lien_days=30, acceleration_days=40, agency_days=40, suit_days=40),
)


def agreed(
    clauses: Clauses,
    *,
    with_customer: CustomerId | None = CUSTOMER,
    version: int = 1,
    since: date = date(2026, 1, 1),
) -> AgreedTerms:
    recorded = AgreementRecorded(
        agreement_id=agreement_id_of(CREDITOR, with_customer),
        creditor_id=CREDITOR,
        customer_id=with_customer,
        version=version,
        clauses=clauses,
        effective_from=since,
        reason="signed",
    )
    return AgreedTerms(versions=(recorded,))


def unproven(claim: Claim, facts: Facts) -> str:
    found = prove([claim], facts)
    assert isinstance(found, Unproven)
    assert found.claim is claim
    return found.reason


def knowing(**known: object) -> Facts:
    return FACTS.model_copy(update=known)


@pytest.mark.parametrize("claim", sorted(set(Claim) - {Claim.PREPAYMENT}))
def test_what_was_agreed_and_is_intended_may_be_claimed(claim: Claim) -> None:
    [proof] = prove([claim], knowing(agreed=agreed(ALL)))
    assert isinstance(proof, Proof)
    assert proof.agreed is not None
    assert proof.agreed.agreement_id == agreement_id_of(CREDITOR, CUSTOMER)
    assert proof.receivable_id == RECEIVABLE


@pytest.mark.parametrize("claim", sorted(set(Claim) - {Claim.AGENCY, Claim.SUIT}))
def test_what_neither_agreement_nor_law_grants_is_not_claimed(claim: Claim) -> None:
    assert unproven(claim, FACTS)


@pytest.mark.parametrize("claim", [Claim.ACCELERATION, Claim.LIEN, Claim.AGENCY, Claim.SUIT])
def test_what_nobody_intends_is_not_announced(claim: Claim) -> None:
    idle = ITEM.model_copy(update={"intentions": ()})
    assert "no step" in unproven(claim, knowing(agreed=agreed(ALL), items=(idle,)))


@pytest.mark.parametrize("claim", [Claim.AGENCY, Claim.SUIT])
def test_courts_and_agencies_are_open_to_every_creditor(claim: Claim) -> None:
    assert prove([claim], FACTS) == (
        Proof(claim=claim, receivable_id=RECEIVABLE, intended_on=LATER),
    )


def test_nothing_is_announced_for_a_day_before_the_agreement_allows_it() -> None:
    patient = agreed(Clauses(escalation=Escalation(suit_days=41)))
    assert "2026-04-12" in unproven(Claim.SUIT, knowing(agreed=patient))


def test_the_customers_agreement_comes_before_the_creditors_own() -> None:
    theirs = agreed(Clauses(escalation=Escalation(suit_days=90)))
    own = agreed(ALL, with_customer=None)
    assert unproven(Claim.SUIT, knowing(agreed=theirs, own_terms=own))
    [proof] = prove([Claim.LATE_FEE], knowing(agreed=theirs, own_terms=own))
    assert isinstance(proof, Proof)
    assert proof.agreed == AgreedClause(
        agreement_id=agreement_id_of(CREDITOR, None), version=1, clause="late_fee"
    )


def test_an_agreement_proves_nothing_of_what_was_issued_before_it() -> None:
    later = agreed(ALL, since=date(2026, 2, 1))
    assert unproven(Claim.LATE_FEE, knowing(agreed=later))


def test_the_law_of_one_country_grants_interest_and_its_fixed_sum() -> None:
    german = knowing(debtor_country="DE", creditor_country="DE")
    proofs = prove([Claim.INTEREST, Claim.COLLECTION_COSTS], german)
    assert not isinstance(proofs, Unproven)
    assert [proof.claim for proof in proofs] == [Claim.COLLECTION_COSTS, Claim.INTEREST]
    assert all("288" in (proof.law or "") for proof in proofs)
    assert unproven(Claim.LATE_FEE, german)
    assert unproven(Claim.INTEREST, knowing(debtor_country="DE", creditor_country="US"))
    consumer = german.model_copy(update={"debtor": CustomerKind.NATURAL_PERSON})
    assert unproven(Claim.COLLECTION_COSTS, consumer)


def test_every_item_has_to_bear_it_out() -> None:
    other = ITEM.model_copy(
        update={"receivable_id": receivable_id_of(InvoiceId("inv_2"), 0), "intentions": ()}
    )
    found = prove([Claim.SUIT], knowing(items=(ITEM, other)))
    assert isinstance(found, Unproven)
    assert found.receivable_id == other.receivable_id
    assert isinstance(prove([Claim.SUIT], knowing(items=())), Unproven)


def test_prepayment_is_claimed_while_it_is_in_force() -> None:
    assert prove([Claim.PREPAYMENT], knowing(prepays=True)) == (Proof(claim=Claim.PREPAYMENT),)
    assert unproven(Claim.PREPAYMENT, FACTS)


OLD = ITEM.model_copy(update={"issued_on": date(2022, 6, 1), "due_on": date(2022, 6, 30)})


@pytest.mark.parametrize(
    ("country", "debtor", "words"),
    [
        ("US", CustomerKind.ENTITY, "from 2025-06-30 on"),
        ("DE", CustomerKind.ENTITY, "from 2026-01-01 on"),
        ("FR", CustomerKind.NATURAL_PERSON, "from 2024-06-30 on"),
        ("JP", CustomerKind.NATURAL_PERSON, "not known here"),
    ],
)
def test_nobody_is_told_of_a_suit_that_may_come_too_late(
    country: str, debtor: CustomerKind, words: str
) -> None:
    facts = knowing(items=(OLD,), debtor=debtor, debtor_country=country)
    assert words in unproven(Claim.SUIT, facts)


@pytest.mark.parametrize("country", ["FR", "JP"])
def test_a_business_may_be_told_of_a_suit_in_time_or_where_no_period_is_known(country: str) -> None:
    [proof] = prove([Claim.SUIT], knowing(items=(OLD,), debtor_country=country))
    assert isinstance(proof, Proof)
