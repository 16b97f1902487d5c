"""Placement rules: read them, set them, and see what they say of a debt."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from recoup_events.kernel.ids import ReceivableId
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.agencies.domain.agency import AGENCY, open_agency
from workflow_scheduler.debtors.domain.debtor import DEBTOR
from workflow_scheduler.placement_rules.api.schemas import (
    PlacementRulesBody,
    RulesExplained,
    explained,
)
from workflow_scheduler.placement_rules.domain.rules import (
    PLACEMENT_RULES,
    PlacementRules,
    PlacementRulesUnusable,
    SetPlacementRules,
    judged,
    placement_rules_of,
)
from workflow_scheduler.placement_rules.handlers import debt_of, located

router = APIRouter(prefix="/v1/placement-rules", tags=["Placement rules"])
Reader = Annotated[RequestContext, needs("placements:read")]
Writer = Annotated[RequestContext, needs("placements:write")]


@router.get("", response_model=PlacementRulesBody, summary="Read the placement rules")
async def read_placement_rules(context: Reader) -> Response:
    """The rules as they stand; their version is the `ETag`."""
    async with context.work() as work:
        held = await work.load(PLACEMENT_RULES, placement_rules_of(context.tenant))
    return _answer(held).response()


@router.put("", response_model=PlacementRulesBody, summary="Set the placement rules")
async def put_placement_rules(body: PlacementRulesBody, context: Writer) -> Response:
    """All of them at once. When every step of a debt's workflow is behind it, the first that fits proposes a placement.

    A person approves it, or not. `If-Match` is the `ETag` of `GET /v1/placement-rules`.
    """
    stream = placement_rules_of(context.tenant)
    document = body.document(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        context.match((await work.load(PLACEMENT_RULES, stream)).version)
        await _check_agencies(work, context, document)
        await work.execute(
            PLACEMENT_RULES, stream, SetPlacementRules(document=document), context.cause
        )
        return _answer(await work.load(PLACEMENT_RULES, stream))

    return await context.decide(decision)


async def _check_agencies(
    work: UnitOfWork, context: RequestContext, document: PlacementRules
) -> None:
    for place, rule in enumerate(document.rules):
        id = rule.agency_id
        agency = await work.state(AGENCY, AGENCY.stream(context.tenant, id, id))
        if agency.terms is None:
            raise PlacementRulesUnusable(
                f"There is no agency {id}; GET /v1/agencies lists them.",
                pointer=f"/rules/{place}/agency_id",
            )
        open_agency(agency, id)


@router.get("/explanation", summary="Explain the placement rules of a debt")
async def explain_placement_rules(
    context: Reader,
    receivable_id: Annotated[str, Query(description="Recoup's id of the receivable.")],
) -> RulesExplained:
    """What each rule says of it now, and which would propose it."""
    async with context.work() as work:
        document = await work.state(PLACEMENT_RULES, placement_rules_of(context.tenant))
        id = ReceivableId(receivable_id)
        stream = await located(work, context.tenant, id)
        debt = await debt_of(work, stream.account, id, document, context.now)
        debtor = await work.document(DEBTOR, stream.account, stream.account.key)
    today = local_date(context.now, debtor.calendar)
    return explained([] if debt is None else judged(document, debt), today, asked=debt is not None)


def _answer(held: Folded) -> Answer:
    return Answer(200, PlacementRulesBody.of(held.state), held.version)
