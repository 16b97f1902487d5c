from recoup_events.kernel.ids import CreditorId
from recoup_testing.reminders_example import WORKFLOW_ID
from recoup_testing.scenario import Scenario
from workflow_scheduler.workflows.domain.assignment import ASSIGNMENT
from workflow_scheduler.workflows.domain.commands import ChooseWorkflow, FollowTenant
from workflow_scheduler.workflows.domain.default_workflow import DEFAULT_WORKFLOW
from workflow_scheduler.workflows.domain.errors import WorkflowIsRetired, WorkflowMissing
from workflow_scheduler.workflows.domain.events import WorkflowChosen

CHOOSE = ChooseWorkflow(workflow_id=WORKFLOW_ID, version=3, retired=False)
CHOSEN = WorkflowChosen(workflow_id=WORKFLOW_ID)
CHOOSE_BUILT_IN = ChooseWorkflow(
    workflow_id=DEFAULT_WORKFLOW.workflow_id, version=DEFAULT_WORKFLOW.version, retired=False
)

assignment = Scenario(ASSIGNMENT)


def test_new_invoices_are_put_on_the_built_in_workflow_until_another_is_chosen() -> None:
    assert assignment.given().state.workflow_id == DEFAULT_WORKFLOW.workflow_id
    assignment.given().when(CHOOSE_BUILT_IN).then_nothing()


def test_a_published_workflow_can_be_chosen() -> None:
    state = assignment.given().when(CHOOSE).then(CHOSEN)
    assert state.workflow_id == WORKFLOW_ID


def test_choosing_the_same_again_changes_nothing() -> None:
    assignment.given(CHOSEN).when(CHOOSE).then_nothing()


def test_the_built_in_workflow_can_be_chosen_back() -> None:
    back = WorkflowChosen(workflow_id=DEFAULT_WORKFLOW.workflow_id)
    assignment.given(CHOSEN).when(CHOOSE_BUILT_IN).then(back)


def test_what_was_never_published_cannot_be_chosen() -> None:
    unpublished = CHOOSE.model_copy(update={"version": 0})
    refusal = assignment.given().when(unpublished).then_refused(WorkflowMissing)
    assert refusal.pointer == "/workflow_id"


def test_a_retired_workflow_cannot_be_chosen() -> None:
    retired = CHOOSE.model_copy(update={"retired": True})
    assignment.given().when(retired).then_refused(WorkflowIsRetired)


NUTS = CreditorId("crd_nuts")


def test_a_creditor_s_own_choice_is_for_its_invoices_alone() -> None:
    own = CHOOSE.model_copy(update={"creditor_id": NUTS})
    chosen = WorkflowChosen(workflow_id=WORKFLOW_ID, creditor_id=NUTS)
    state = assignment.given().when(own).then(chosen)
    assert (state.of(NUTS), state.of(None)) == (WORKFLOW_ID, DEFAULT_WORKFLOW.workflow_id)
    assert state.chosen == {WORKFLOW_ID, DEFAULT_WORKFLOW.workflow_id}
    assignment.given(chosen).when(own).then_nothing()


def test_a_creditor_may_follow_the_tenant_again() -> None:
    chosen = WorkflowChosen(workflow_id=WORKFLOW_ID, creditor_id=NUTS)
    follows = WorkflowChosen(workflow_id=None, creditor_id=NUTS)
    state = assignment.given(chosen).when(FollowTenant(creditor_id=NUTS)).then(follows)
    assert state.of(NUTS) == DEFAULT_WORKFLOW.workflow_id
    assignment.given().when(FollowTenant(creditor_id=NUTS)).then_nothing()
