"""Assignment rules: read them, set them, see who set which, and why an invoice is where it is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from recoup_events.kernel.ids import InvoiceId
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of, maybe_dates_of
from workflow_scheduler.assignments.api.explaining import Explanation, explained
from workflow_scheduler.assignments.api.schemas import (
    RulesBody,
    RulesShown,
    RulesVersion,
    rules_shown,
    version_listed,
)
from workflow_scheduler.assignments.domain.choice import judged
from workflow_scheduler.assignments.domain.deciders import (
    ASSIGNED,
    ASSIGNMENT_RULES,
    SetAssignmentRules,
    assignment_rules_of,
)
from workflow_scheduler.assignments.domain.errors import NotAssigned
from workflow_scheduler.assignments.domain.rules import RulesDocument
from workflow_scheduler.assignments.handlers import rules_at
from workflow_scheduler.categories.handlers import standing_of
from workflow_scheduler.workflows.domain.workflow import WORKFLOW

router = APIRouter(prefix="/v1/assignment-rules", tags=["Assignment rules"])
READS = named_queries("workflow_scheduler.assignments", "queries.sql")
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]


@router.get("", response_model=RulesShown, summary="Read the assignment rules")
async def read_assignment_rules(context: Reader) -> Response:
    """The rules as they stand; their version is the `ETag`."""
    async with context.work() as work:
        held = await work.load(ASSIGNMENT_RULES, assignment_rules_of(context.tenant))
    return _answer(held).response()


@router.put("", response_model=RulesShown, summary="Set the assignment rules")
async def put_assignment_rules(body: RulesBody, context: Writer) -> Response:
    """All of them at once: new invoices are put on workflows by them from now on.

    A rule that no invoice ever comes to is refused, and so is a workflow that is not there or
    retired. `If-Match` is the `ETag` of `GET /v1/assignment-rules`.
    """
    stream = assignment_rules_of(context.tenant)
    document = body.document(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        named = [WORKFLOW.stream(context.tenant, id, id) for id in set(document.workflows)]
        accounts = [stream.account, *(each.account for each in named)]
        await work.lock(accounts, reading=[stream, *named])
        context.match((await work.load(ASSIGNMENT_RULES, stream)).version)
        workflows = {
            id: await standing_of(work, context.tenant, id) for id in set(document.workflows)
        }
        command = SetAssignmentRules(document=document, workflows=workflows)
        await work.execute(ASSIGNMENT_RULES, stream, command, context.cause)
        return _answer(await work.load(ASSIGNMENT_RULES, stream))

    return await context.decide(decision)


def _answer(held: Folded) -> Answer:
    document: RulesDocument = held.state
    set_by = None if held.last is None else held.last.cause.actor
    shown = rules_shown(document, held.version, set_by, maybe_dates_of(held))
    return Answer(200, shown, held.version)


@router.get("/versions", summary="List the versions of the assignment rules")
async def list_assignment_rules_versions(
    context: Reader, page: Annotated[PageRequest, Depends()]
) -> Page[RulesVersion]:
    """The latest comes first, each with who set it."""
    (before,) = page.after(tuple[int]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_versions"], page.fetch, before)
    return page.page(rows, version_listed, lambda row: (row["version"],))


@router.get(
    "/versions/{version}",
    response_model=RulesShown,
    summary="Read a version of the assignment rules",
)
async def read_assignment_rules_version(
    context: Reader, version: Annotated[int, Path(ge=1, le=2**31 - 1)]
) -> Response:
    """The rules as they were set then, and by whom."""
    async with context.work() as work:
        held = await rules_at(work, context.tenant, version)
    return _answer(held).response()


@router.get(
    "/explanation", response_model=Explanation, summary="See why an invoice is on its workflow"
)
async def explain_assignment(
    context: Reader, invoice: Annotated[str, Query(description="Recoup's id of the invoice.")]
) -> Response:
    """Which rule has chosen, and why the earlier ones have not: by the rules and by what was known then."""
    async with context.work() as work:
        located = await work.locate(ASSIGNED, context.tenant, [invoice])
        if invoice not in located:
            raise NotAssigned(
                f"No workflow was chosen for an invoice {InvoiceId(invoice)}: it has not arrived "
                "here, or it continues another, whose workflow it goes on with."
            )
        latest = await work.load(ASSIGNED, located[invoice])
        assigned = latest.state.latest
        rules = await rules_at(work, context.tenant, assigned.choice.rules_version)
    asked = []
    for each in judged(rules.state, assigned.facts):
        asked.append(each)
        if not each.mismatches:
            break
    chosen_at = dates_of(latest)["updated_at"]
    return Answer(200, explained(assigned, chosen_at, asked), latest.version).response()
