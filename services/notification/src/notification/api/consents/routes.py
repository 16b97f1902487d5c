"""What customers say about channels; a "no" is taken at once, whatever version it was based on."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from notification.api.consents.schemas import (
    ConsentsShown,
    NewConsent,
    NewOptOut,
    Withdrawal,
    shown,
)
from notification.domain import commands
from notification.domain.consent import CONSENT
from notification.domain.debtor import DEBTOR
from notification.domain.errors import UnknownCustomer
from recoup_events.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer, given
from recoup_service.ask import Ask, needs

router = APIRouter(prefix="/v1/consents", tags=["Consents"])
Reader = Annotated[Ask, needs("consents:read")]
Writer = Annotated[Ask, needs("consents:write")]


@router.post("", status_code=201, response_model=ConsentsShown, summary="Record a consent")
async def grant_consent(body: NewConsent, ask: Writer) -> Response:
    return await _say(ask, commands.GrantConsent.model_validate(body.model_dump()))


@router.post(
    "/withdrawals", status_code=201, response_model=ConsentsShown, summary="Withdraw a consent"
)
async def withdraw_consent(body: Withdrawal, ask: Writer) -> Response:
    return await _say(ask, commands.WithdrawConsent.model_validate(body.model_dump()))


@router.post(
    "/opt-outs", status_code=201, response_model=ConsentsShown, summary="Opt out of a channel"
)
async def opt_out(body: NewOptOut, ask: Writer) -> Response:
    """No message leaves by this channel any more, those already waiting included."""
    return await _say(ask, commands.OptOut.model_validate(body.model_dump()))


@router.get("", response_model=ConsentsShown, summary="Read a customer's consents")
async def read_consents(
    ask: Reader, customer_id: Annotated[str, Query(description="Recoup's id of the customer.")]
) -> Response:
    async with ask.work() as work:
        answer = await _answer(work, CONSENT.stream(ask.tenant, customer_id, customer_id), 200)
    return given(answer.stored(b""), {})


async def _say(ask: Ask, command: commands.ConsentCommand) -> Response:
    stream = CONSENT.stream(ask.tenant, command.customer_id, command.customer_id)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account])
        await _known(work, stream)
        await work.execute(CONSENT, stream, command, ask.cause)
        return await _answer(work, stream, 201)

    return await ask.decide(decision)


async def _known(work: UnitOfWork, stream: Stream) -> None:
    debtor = await work.document(DEBTOR, stream.account, stream.id)
    if debtor.profile is None:
        raise UnknownCustomer(
            f"no customer {stream.id} has been heard of here; check the id, or try again in a "
            "moment if it has only just been registered"
        )


async def _answer(work: UnitOfWork, stream: Stream, status: int) -> Answer:
    await _known(work, stream)
    now = await work.load(CONSENT, stream)
    return Answer(status, shown(stream.id, now.state), now.version)
