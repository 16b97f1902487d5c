"""The reasons for which something may be contested, and what each needs."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from dispute.disputes.api.schemas import NeedShown
from dispute.disputes.domain.reasons import NEEDS
from recoup_events.dispute import Reason
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/dispute-reasons", tags=["Disputes"])


class ReasonShown(BaseModel):
    reason: Reason
    needs: list[NeedShown] = Field(description="What it is decided by, and who has that.")


class Reasons(BaseModel):
    data: list[ReasonShown]


@router.get("", summary="Read what each reason needs")
async def read_dispute_reasons(
    context: Annotated[RequestContext, needs("disputes:read")],
) -> Reasons:
    """Nothing of it has to be there when a dispute is opened; it is asked for afterwards."""
    return Reasons(
        data=[
            ReasonShown(reason=reason, needs=[NeedShown.of(need) for need in needed])
            for reason, needed in NEEDS.items()
        ]
    )
