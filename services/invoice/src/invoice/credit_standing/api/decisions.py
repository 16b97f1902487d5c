"""Asked at order time: whether to deliver on credit."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.credit_standing.api.decision_schemas import (
    ANSWER,
    AnswerShown,
    DecisionShown,
    NewDecision,
    kept,
    listed,
    shown,
)
from invoice.credit_standing.domain.answering import answer
from invoice.credit_standing.domain.decision import DECISION, KeepDecision, decision_stream
from invoice.credit_standing.handlers.reviewing import tell_of_policy
from invoice.credit_standing.handlers.situation import situation_of, situation_streams
from invoice.creditors.handlers import registered_creditor
from recoup_events.invoice import CreditDecided
from recoup_events.invoice.credit_standing import CreditAnswer
from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CreditDecisionId, CustomerId, creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCreditor, OfCustomer, creditor_id_or_none
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/credit-decisions", tags=["Credit"])
READS = named_queries("invoice.credit_standing", "queries.sql")
decisions = Collection("credit-decisions", DECISION, kept)
Reader = Annotated[RequestContext, needs("credit:read")]


@router.post("", response_model=AnswerShown, summary="Ask whether to deliver on credit")
async def ask_for_credit(body: NewDecision, context: Reader) -> Response:
    """By what is owed, overdue and agreed this moment; nothing is changed by asking.

    With `record` the answer is kept and can be read later. Asked again under the same reference it
    is given again, so it needs no `Idempotency-Key`; over another amount it is refused.
    """
    account = Account(context.tenant, body.customer_in(context.tenant))
    creditor_id = creditor_id_of(context.tenant, body.creditor)
    stream = decision_stream(account, creditor_id, body.reference)
    reads = situation_streams(account, creditor_id)
    if not body.record:
        async with context.work() as work:
            await work.preload(reads)
            return Answer(
                200, shown(await _decided(work, stream, body, context), kept=False)
            ).response()

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([account], reading=[stream, *reads])
        command = KeepDecision(decided=await _decided(work, stream, body, context))
        await tell_of_policy(work, account, creditor_id, context.cause)
        await work.execute(DECISION, stream, command, context.cause)
        known = (await work.state(DECISION, stream)).decided
        assert known is not None, "it was kept just now, or before"
        return Answer(200, shown(known, kept=True))

    return await context.decide(decision)


async def _decided(
    work: UnitOfWork, stream: Stream, body: NewDecision, context: RequestContext
) -> CreditDecided:
    creditor_id = await registered_creditor(work, context.tenant, body.creditor)
    amount = body.amount.money
    known = await situation_of(
        work,
        stream.account,
        creditor_id,
        amount.currency,
        context.now,
        customer_at=body.customer_pointer,
    )
    answered = answer(amount, known)
    return CreditDecided(
        credit_decision_id=CreditDecisionId(stream.id),
        creditor_id=creditor_id,
        customer_id=CustomerId(stream.account.key),
        reference=body.reference,
        amount=amount,
        answer=answered.answer,
        reasons=answered.reasons,
        standing=known.standing,
        causes=tuple(known.causes),
        limit=known.limit,
        owed=known.owed,
        overdue=known.overdue,
        decided_at=context.now,
    )


@router.get("", summary="List kept answers")
async def list_credit_decisions(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    answer: Annotated[CreditAnswer | None, Query(description=ANSWER)] = None,
    creditor: OfCreditor = None,
    customer_id: OfCustomer = None,
    reference: Annotated[str | None, Query(description="Your id of the order.")] = None,
) -> Page[DecisionShown]:
    """The latest come first."""
    after = page.after(tuple[datetime, str]) or (None, None)
    wanted = (
        *(answer, creditor_id_or_none(context.tenant, creditor), customer_id, reference),
        page.updated_since,
    )
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_decisions"], page.fetch, *after, *wanted)
    return page.page(rows, listed, lambda row: (row["decided_at"], row["id"]))


@router.get("/{id}", response_model=DecisionShown, summary="Read a kept answer")
async def read_credit_decision(id: str, context: Reader) -> Response:
    """What was asked, what was known then, and what was said."""
    return await decisions.get(context, id)
