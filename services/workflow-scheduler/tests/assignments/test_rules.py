from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoup_events.invoice import CustomerKind
from recoup_events.kernel.amount_range import AmountRange
from recoup_events.kernel.ids import CreditorId, CustomerId, InvoiceId, WorkflowId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import Category
from recoup_testing.reminders_example import eur
from recoup_testing.scenario import Scenario
from workflow_scheduler.assignments.domain.choice import Candidates, ChosenBy, choose, judged
from workflow_scheduler.assignments.domain.conditions import (
    Conditions,
    NamedCreditor,
    mismatches,
)
from workflow_scheduler.assignments.domain.deciders import (
    ASSIGNMENT_RULES,
    SetAssignmentRules,
)
from workflow_scheduler.assignments.domain.errors import RulesUnusable
from workflow_scheduler.assignments.domain.events import AssignmentRulesSet
from workflow_scheduler.assignments.domain.facts import Facts
from workflow_scheduler.assignments.domain.rules import Rule, RulesDocument
from workflow_scheduler.workflows.domain.errors import WorkflowIsRetired, WorkflowMissing
from workflow_scheduler.workflows.domain.usable import Standing

KEY, SMALL, ALL, DEFAULT = (WorkflowId(f"wfl_{id}") for id in ("key", "small", "all", "default"))
FACTS = Facts(
    invoice_id=InvoiceId("inv_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CreditorId("crd_1"),
    total=eur("100.00"),
    customer_metadata={"segment": "key"},
    invoice_metadata={"project": "bridge"},
    customer_kind=CustomerKind.ENTITY,
    country="DE",
    subdivision="DE-BY",
)
KEY_ACCOUNTS = Rule(
    name="key accounts",
    workflow_id=KEY,
    conditions=Conditions(customer_metadata={"segment": "key"}),
)
SMALL_SUMS = Rule(
    name="small sums",
    workflow_id=SMALL,
    conditions=Conditions(amounts=(AmountRange(currency="EUR", below=eur("50.00")),)),
)
THE_REST = Rule(name="the rest", workflow_id=ALL)
IN_ORDER = RulesDocument(rules=(SMALL_SUMS, KEY_ACCOUNTS, THE_REST))
WANTED = Candidates(by_default=DEFAULT)
USABLE = {id: Standing(version=1, retired=False) for id in (KEY, SMALL, ALL)}

rules = Scenario(ASSIGNMENT_RULES)


def asked(
    document: RulesDocument, workflows: Mapping[WorkflowId, Standing] = USABLE
) -> SetAssignmentRules:
    return SetAssignmentRules(document=document, workflows=dict(workflows))


def test_the_first_rule_that_fits_decides() -> None:
    choice = choose(IN_ORDER, 4, FACTS, WANTED)
    assert (choice.workflow_id, choice.by, choice.rule) == (KEY, ChosenBy.RULE, "key accounts")
    assert choice.rules_version == 4


def test_an_earlier_rule_says_what_it_wanted_and_what_it_found() -> None:
    small, key, rest = judged(IN_ORDER, FACTS)
    (mismatch,) = small.mismatches
    assert (mismatch.condition, mismatch.wanted, mismatch.found) == (
        "amounts",
        "EUR below 50.00",
        "100.00 EUR",
    )
    assert (key.mismatches, rest.mismatches) == ((), ())


def test_where_no_rule_fits_the_treatment_decides_and_behind_it_the_default() -> None:
    only = RulesDocument(rules=(SMALL_SUMS,))
    treated = WANTED.model_copy(update={"by_treatment": ALL})
    assert choose(only, 1, FACTS, treated).by is ChosenBy.TREATMENT
    assert choose(only, 1, FACTS, WANTED).workflow_id == DEFAULT


def test_an_exception_stands_before_every_rule() -> None:
    excepted = WANTED.model_copy(update={"by_exception": SMALL, "exception_id": "exc_1"})
    choice = choose(IN_ORDER, 1, FACTS, excepted)
    assert (choice.workflow_id, choice.exception_id) == (SMALL, "exc_1")


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(creditors=(NamedCreditor(creditor_id=CreditorId("crd_1"), code="default"),)),
        Conditions(customer_kinds=(CustomerKind.ENTITY,)),
        Conditions(countries=("AT", "DE")),
        Conditions(subdivisions=("DE-BY",)),
        Conditions(categories=(Category.UNDECIDED,)),
        Conditions(amounts=(AmountRange(currency="EUR", at_least=eur("100.00")),)),
        Conditions(customer_metadata={"segment": "key"}),
        Conditions(invoice_metadata={"project": "bridge"}),
    ],
    ids=lambda conditions: next(iter(conditions.model_fields_set)),
)
def test_each_condition_holds_of_what_it_names_and_of_nothing_else(conditions: Conditions) -> None:
    assert list(mismatches(conditions, FACTS)) == []
    other = FACTS.model_copy(
        update={
            "creditor_id": CreditorId("crd_2"),
            "customer_kind": None,
            "country": "US",
            "subdivision": "US-CA",
            "category": Category.ANGRY,
            "total": Money(minor_units=100_00, currency="USD"),
            "customer_metadata": {},
            "invoice_metadata": {"project": "tower"},
        }
    )
    assert [each.condition for each in mismatches(conditions, other)] == [
        next(iter(conditions.model_fields_set))
    ]


def test_the_rules_are_set_as_one_document() -> None:
    state = rules.given().when(asked(IN_ORDER)).then(AssignmentRulesSet(document=IN_ORDER))
    assert state == IN_ORDER
    rules.given(AssignmentRulesSet(document=IN_ORDER)).when(asked(IN_ORDER)).then_nothing()


def test_a_rule_behind_a_catch_all_is_refused_where_it_stands() -> None:
    document = RulesDocument(rules=(THE_REST, KEY_ACCOUNTS))
    refused = rules.given().when(asked(document)).then_refused(RulesUnusable)
    assert refused.pointer == "/rules/1"


def test_a_rule_that_an_earlier_one_always_takes_is_refused() -> None:
    tiny = Rule(
        name="tiny sums of key accounts",
        workflow_id=ALL,
        conditions=Conditions(
            amounts=(AmountRange(currency="EUR", below=eur("10.00")),),
            customer_metadata={"segment": "key"},
        ),
    )
    document = RulesDocument(rules=(SMALL_SUMS, tiny))
    assert "small sums" in rules.given().when(asked(document)).then_refused(RulesUnusable).detail
    in_order = RulesDocument(rules=(tiny, SMALL_SUMS))
    rules.given().when(asked(in_order)).then(AssignmentRulesSet(document=in_order))


def test_two_rules_of_one_name_are_refused() -> None:
    document = RulesDocument(rules=(SMALL_SUMS, SMALL_SUMS))
    refused = rules.given().when(asked(document)).then_refused(RulesUnusable)
    assert refused.pointer == "/rules/1/name"


def test_a_rule_names_a_workflow_that_is_there_and_not_retired() -> None:
    unknown = asked(IN_ORDER, {**USABLE, KEY: Standing(version=0, retired=False)})
    retired = asked(IN_ORDER, {**USABLE, ALL: Standing(version=2, retired=True)})
    missing = rules.given().when(unknown).then_refused(WorkflowMissing)
    gone = rules.given().when(retired).then_refused(WorkflowIsRetired)
    assert (missing.pointer, gone.pointer) == ("/rules/1/workflow_id", "/rules/2/workflow_id")


few = st.sampled_from(["DE", "AT", "US"])
sums = st.integers(min_value=1, max_value=4).map(lambda units: eur(f"{units}.00"))
ranges = st.builds(
    AmountRange,
    currency=st.just("EUR"),
    at_least=st.none() | sums,
    below=st.none() | sums,
)
conditions = st.builds(
    Conditions,
    countries=st.lists(few, max_size=2).map(tuple),
    amounts=st.lists(ranges, max_size=2).map(tuple),
    invoice_metadata=st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy"), max_size=2),
)
facts = st.builds(
    lambda country, total, metadata: FACTS.model_copy(
        update={"country": country, "total": total, "invoice_metadata": metadata}
    ),
    few,
    sums,
    st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy")),
)


@given(conditions, conditions, facts)
def test_what_is_called_unreachable_is_never_reached(
    earlier: Conditions, later: Conditions, known: Facts
) -> None:
    if earlier.covers(later) and not list(mismatches(later, known)):
        assert not list(mismatches(earlier, known))
