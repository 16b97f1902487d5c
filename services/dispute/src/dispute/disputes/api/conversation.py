"""Whose a dispute is, what is said in it, and the verification that a consumer is owed."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from dispute.disputes.api.routes import disputes
from dispute.disputes.api.schemas import DisputeShown
from dispute.disputes.domain.commands import AddEntry, AssignDispute, SendVerification
from recoup_events.dispute import Speaker
from recoup_events.kernel.ids import derived
from recoup_service.api.fields import Day, Name, RequestBody, Text, Words
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/disputes", tags=["Disputes"])
Writer = Annotated[RequestContext, needs("disputes:write")]


class DisputeAssignment(RequestBody):
    """Whose it is from now on."""

    owner: Name | None = Field(
        description="Your own id of a colleague; `null`: whoever takes it.", examples=["m.weber"]
    )
    team: Name | None = Field(
        default=None, description="The code of one of your teams.", examples=["dach"]
    )


class NewEntry(RequestBody):
    reference: Name = Field(
        description="Your name of it; sent twice, it is said once.", examples=["MAIL-88"]
    )
    speaker: Speaker = Field(
        description="`internal` is a note that the debtor never sees; `to_debtor` and `from_debtor` record what "
        "was written by other means: nothing is sent.",
        examples=["internal"],
    )
    words: Text = Field(examples=["The carrier is looking for the signed delivery note."])


class NewVerification(RequestBody):
    """That the consumer was sent verification of the debt."""

    sent_on: Day = Field(
        description="Not before it was contested, and not in days to come.",
        examples=["2026-03-02"],
    )
    what: Words = Field(
        description="What was sent, and how.",
        examples=["Copy of the contract, by certified letter."],
    )


@router.put("/{id}/assignment", response_model=DisputeShown, summary="Assign a dispute")
async def assign_dispute(id: str, body: DisputeAssignment, context: Writer) -> Response:
    """To a colleague, to a team, or to nobody."""
    command = AssignDispute(owner=body.owner, team=body.team)
    return await disputes.command(context, id, command)


@router.post(
    "/{id}/conversation", response_model=DisputeShown, summary="Add to a dispute's conversation"
)
async def add_dispute_entry(id: str, body: NewEntry, context: Writer) -> Response:
    """Also once it has ended."""
    entry_id = derived("ent", context.tenant, id, body.reference)
    command = AddEntry(entry_id=entry_id, speaker=body.speaker, words=body.words)
    return await disputes.command(context, id, command, blindly=True)


@router.post(
    "/{id}/verification", response_model=DisputeShown, summary="Record that verification was sent"
)
async def record_verification(id: str, body: NewVerification, context: Writer) -> Response:
    """A consumer who contested in writing in the validation period is owed it before anything is chased again.

    Until then the dispute can be upheld or withdrawn, but not rejected, not even in part (15 USC 1692g(b)).
    """
    today: date = context.now.date()
    command = SendVerification(sent_on=body.sent_on, what=body.what, today=today)
    return await disputes.command(context, id, command)
