"""Who am I: what a key or a token opens, asked by its holder."""

from datetime import datetime
from typing import Annotated, cast

from fastapi import APIRouter
from pydantic import BaseModel, Field

from recoup_service.api.principal import Principal
from recoup_service.api.request_context import RequestContext, signed_in

router = APIRouter(prefix="/v1/me", tags=["Me"])


class Me(BaseModel):
    """Whoever asks."""

    actor: str = Field(
        description="How events name you: `key:<id>`, or `user:<hash>` if you signed in.",
        examples=["user:3f9a0c5d2b7e41865d0a9c3e7f1b2a48"],
    )
    tenant: str = Field(description="Whose data you see.", examples=["acme"])
    scopes: list[str] = Field(
        description="What you may ask for; `*` stands for every resource.",
        examples=[["*:read", "approvals:write"]],
    )
    agency_id: str | None = Field(
        description="The partner agency whose key it is; `null` for every other key."
    )
    expires_at: datetime | None = Field(
        description="Until when the key or the token works; none if it does not expire."
    )


@router.get("", response_model=Me, summary="Ask who you are")
async def who_am_i(context: Annotated[RequestContext, signed_in]) -> Me:
    """Needs no scope: any API key and any token that works."""
    principal = cast(Principal, context.request.state.principal)
    return Me(
        actor=principal.actor,
        tenant=principal.tenant,
        scopes=sorted(principal.scopes),
        agency_id=principal.agency_id,
        expires_at=principal.expires_at,
    )
