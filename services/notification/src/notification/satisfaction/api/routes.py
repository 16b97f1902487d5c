"""A reader's answer to what a message asks at its end, and what all of them come to."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_state import TAKEN
from notification.satisfaction.domain.answer import (
    CHANGEABLE,
    SATISFACTION,
    AnswerSatisfaction,
    SatisfactionRefused,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import MessageId
from recoup_events.notification import SatisfactionAnswered
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Day, RequestBody, Words
from recoup_service.api.filters import OfCreditor, creditor_id_or_none
from recoup_service.api.percentages import percentage
from recoup_service.api.request_context import RequestContext, needs

READS = named_queries("notification.satisfaction", "queries.sql")
Reader = Annotated[RequestContext, needs("replies:read")]
Writer = Annotated[RequestContext, needs("replies:write")]
PERIOD = timedelta(days=90)
answers = APIRouter(prefix="/v1/messages/{id}/satisfaction", tags=["Replies"])
report = APIRouter(prefix="/v1/satisfaction-report", tags=["Replies"])


class NewAnswer(RequestBody):
    satisfied: bool = Field(description="Whether the message was clear and helpful.")
    words: Words | None = Field(
        default=None,
        description="What would have been better, in the reader's own words.",
        examples=["I could not find the order number."],
    )


class AnswerShown(BaseModel):
    message_id: str = Field(examples=["msg_1b7e"])
    satisfied: bool
    words: str | None
    first_answered_at: datetime
    changeable_until: datetime


class SatisfactionCount(BaseModel):
    """The answers about one template of one creditor."""

    creditor_id: str
    template: str = Field(examples=["friendly_reminder"])
    channel: Channel
    answers: int
    satisfied: int
    satisfied_percent: str = Field(description="satisfied / answers x 100.", examples=["87.5"])


class SatisfactionReport(BaseModel):
    since: date
    until: date
    data: list[SatisfactionCount] = Field(
        description="By creditor, template and channel; none where nobody has answered."
    )


@answers.post("", response_model=AnswerShown, summary="Answer whether a message was helpful")
async def answer_satisfaction(id: str, body: NewAnswer, context: Writer) -> Response:
    """Once a message; for a day it may be changed. Whoever answers was asked at the end of a message that has left."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.find(MESSAGE, context.tenant, id)
        own = SATISFACTION.stream(*stream.account, stream.id)
        await work.lock([stream.account], reading=[stream, own])
        message = await work.state(MESSAGE, stream)
        if message.asked is None or message.state not in TAKEN:
            raise SatisfactionRefused("The message has not left, so nobody was asked about it.")
        asked = message.asked
        named = ("customer_id", "creditor_id", "person_id", "channel", "template")
        answer = SatisfactionAnswered.model_validate(
            {
                **{name: getattr(asked, name) for name in named},
                **body.model_dump(),
                "message_id": MessageId(stream.id),
                "first_answered_at": context.now,
            }
        )
        command = AnswerSatisfaction(answer=answer, at=context.now)
        await work.execute(SATISFACTION, own, command, context.cause)
        now = (await work.state(SATISFACTION, own)).answered
        assert now is not None, "it was answered just now, or before"
        return Answer(200, _shown(now))

    return await context.decide(decision)


def _shown(answered: SatisfactionAnswered) -> AnswerShown:
    return AnswerShown(
        **answered.model_dump(include={"message_id", "satisfied", "words", "first_answered_at"}),
        changeable_until=answered.first_answered_at + CHANGEABLE,
    )


@report.get("", summary="Count what readers say of messages")
async def read_satisfaction_report(
    context: Reader,
    since: Annotated[
        Day | None, Query(description="The first day; 90 days before `until` if left out.")
    ] = None,
    until: Annotated[Day | None, Query(description="The last day; today if left out.")] = None,
    creditor: OfCreditor = None,
    template: Annotated[str | None, Query(description="Only of this template.")] = None,
) -> SatisfactionReport:
    """By the days of the first answers, in UTC; each message counts once, as it was answered last."""
    last = until or context.now.astimezone(UTC).date()
    first = since or (last - PERIOD if last - date.min > PERIOD else date.min)
    wanted = (first, last, creditor_id_or_none(context.tenant, creditor), template)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["satisfaction_report"], *wanted)
    return SatisfactionReport(since=first, until=last, data=[_counted(row) for row in rows])


def _counted(row: Mapping[str, Any]) -> SatisfactionCount:
    percent = percentage(row["satisfied"], row["answers"])
    return SatisfactionCount.model_validate({**row, "satisfied_percent": percent})
