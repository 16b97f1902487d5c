"""What a creditor lets depend on what is overdue."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from invoice.credit_standing.api.policy import PolicyBody, PolicyShown, shown
from invoice.credit_standing.domain.policy import CREDIT_POLICY, RecordPolicy, policy_stream
from invoice.creditors.domain.creditor import CREDITOR
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId, CreditPolicyId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import maybe_dates_of

router = APIRouter(prefix="/v1/creditors/{id}/credit-policy", tags=["Credit"])
Reader = Annotated[RequestContext, needs("credit:read")]
Writer = Annotated[RequestContext, needs("credit:write")]


@router.get("", response_model=PolicyShown, summary="Read a creditor's credit policy")
async def read_credit_policy(id: str, context: Reader) -> Response:
    """One without rules, if none was ever sent."""
    async with context.work() as work:
        await work.find(CREDITOR, context.tenant, id)
        return (await _answer(work, policy_stream(context.tenant, CreditorId(id)))).response()


@router.put("", response_model=PolicyShown, summary="Set a creditor's credit policy")
async def put_credit_policy(id: str, body: PolicyBody, context: Writer) -> Response:
    """Orders are judged by it at once; it is carried to the standings of all customers after that.

    It replaces the one before, so that it needs no `If-Match`: the last one wins.
    """
    stream = policy_stream(context.tenant, CreditorId(id))

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        await work.find(CREDITOR, context.tenant, id)
        command = RecordPolicy(
            credit_policy_id=CreditPolicyId(stream.id),
            creditor_id=CreditorId(id),
            policy=body.policy,
            by=context.actor,
        )
        await work.execute(CREDIT_POLICY, stream, command, context.cause)
        return await _answer(work, stream)

    return await context.decide(decision)


async def _answer(work: UnitOfWork, stream: Stream) -> Answer:
    now = await work.load(CREDIT_POLICY, stream)
    body = shown(stream.account.key, now.state, maybe_dates_of(now))
    return Answer(200, body, now.version or None)
