"""Closing notices: decided by a person, then messages as any other."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from notification.closing_notices.api.schemas import ClosingNoticeShown, NewClosingNotice, shown
from notification.closing_notices.handlers import decide_on
from notification.messages.domain.message import MESSAGE
from recoup_events.kernel.envelope import Account
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/closing-notices", tags=["Messages"])
Writer = Annotated[RequestContext, needs("contacts:write")]


@router.post(
    "", status_code=201, response_model=ClosingNoticeShown, summary="Send a closing notice"
)
async def send_closing_notice(body: NewClosingNotice, context: Writer) -> Response:
    """To a person who has asked for no more contact, each of the three once: it ends, it may, it will.

    The words are fixed and ask for nothing. The message is checked as any other is just before it
    leaves: read it to see whether it was sent, and if not, why.
    """
    decided = body.decided(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        account = Account(context.tenant, decided.customer_id)
        await work.lock([account])
        message = await decide_on(work, account, decided, context.cause)
        now = await work.load(MESSAGE, message)
        location = f"/v1/messages/{message.id}"
        return Answer(201, shown(decided, now.state), now.version, location)

    return await context.decide(decision)
