"""What persons say about channels; a "no" is taken at once, whatever version it was based on."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from notification.consents.api.schemas import (
    AboutAChannel,
    ConsentsShown,
    NewConsent,
    NewOptOut,
    Withdrawal,
    shown,
)
from notification.consents.domain import commands
from notification.consents.domain.consent import CONSENT
from notification.consents.domain.errors import UnknownCustomer, UnknownPerson
from notification.creditors.handlers import known_creditor
from notification.debtors.domain.debtor import DEBTOR, Profile
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.refusals import Missing
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import maybe_dates_of

router = APIRouter(prefix="/v1/consents", tags=["Consents"])
Reader = Annotated[RequestContext, needs("consents:read")]
Writer = Annotated[RequestContext, needs("consents:write")]
ADVICE = (
    "check the id, and if the customer has just been registered, send this again in a few seconds"
)


@router.post("", status_code=201, response_model=ConsentsShown, summary="Record a consent")
async def grant_consent(body: NewConsent, context: Writer) -> Response:
    """Keep the words: they are the evidence that the channel may be used."""
    command = commands.GrantConsent(
        **body.extent(context.tenant), basis=body.basis, words=body.words
    )
    return await _say(context, body, command)


@router.post(
    "/withdrawals", status_code=201, response_model=ConsentsShown, summary="Withdraw a consent"
)
async def withdraw_consent(body: Withdrawal, context: Writer) -> Response:
    """Only an express consent opens the channel again."""
    command = commands.WithdrawConsent(**body.extent(context.tenant), words=body.words)
    return await _say(context, body, command)


@router.post(
    "/opt-outs",
    status_code=201,
    response_model=ConsentsShown,
    summary="Opt a person out of a channel",
)
async def opt_out_person(body: NewOptOut, context: Writer) -> Response:
    """No message reaches the person by this channel any more, at whichever address.

    To silence one address, for everybody who reads it, opt the address out.
    """
    command = commands.OptOut(**body.extent(context.tenant), source=body.source)
    return await _say(context, body, command)


@router.get("", response_model=ConsentsShown, summary="Read a customer's consents")
async def read_consents(
    context: Reader, customer_id: Annotated[str, Query(description="Recoup's id of the customer.")]
) -> Response:
    """The latest word of each person about each channel, and its version as `ETag`."""
    stream = CONSENT.stream(context.tenant, customer_id, customer_id)
    async with context.work() as work:
        if await _profile(work, stream) is None:
            raise Missing(f"No customer {customer_id} has arrived here; {ADVICE}.")
        return (await _answer(work, stream, 200)).response()


async def _say(
    context: RequestContext, named: AboutAChannel, command: commands.ConsentCommand
) -> Response:
    stream = CONSENT.stream(context.tenant, command.customer_id, command.customer_id)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        profile = await _profile(work, stream)
        if profile is None:
            raise UnknownCustomer(
                f"No such customer has arrived here; {ADVICE}.", pointer=named.customer_pointer
            )
        if profile.person(command.person_id) is None:
            raise UnknownPerson(
                f"The customer has no such person here; {ADVICE}.", pointer=named.person_pointer
            )
        await known_creditor(work, context.tenant, command.creditor_id)
        await work.execute(CONSENT, stream, command, context.cause)
        return await _answer(work, stream, 201)

    return await context.decide(decision)


async def _profile(work: UnitOfWork, stream: Stream) -> Profile | None:
    return (await work.document(DEBTOR, stream.account, stream.id)).profile


async def _answer(work: UnitOfWork, stream: Stream, status: int) -> Answer:
    now = await work.load(CONSENT, stream)
    return Answer(status, shown(stream.id, now.state, maybe_dates_of(now)), now.version)
