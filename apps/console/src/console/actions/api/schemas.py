"""Actions in JSON."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from console.actions.domain.action import Action
from recoup_service.api.resource import Dates, Resource


class ActionShown(Resource):
    id: str = Field(examples=["act_5f0c"])
    actor: str = Field(
        description="Who: `user:<hash>` or `key:<id>`.",
        examples=["user:3f9a0c5d2b7e41865d0a9c3e7f1b2a48"],
    )
    method: str = Field(examples=["POST"])
    path: str = Field(examples=["/v1/tasks/tsk_91aa/completion"])
    customer_id: str | None = Field(description="Whom it is about, if it is about a customer.")
    http_status: int | None = Field(
        description="What the API answered; none while it has not, or if nobody was there to record it.",
        examples=[200],
    )
    code: str | None = Field(description="Of the problem, where it was refused.")


def shown(action: Action, actor: str, dates: Dates) -> ActionShown:
    requested, answered = action.requested, action.answered
    return ActionShown(
        **dates,
        id=requested.action_id,
        actor=actor,
        method=requested.method,
        path=requested.path,
        customer_id=requested.customer_id,
        http_status=None if answered is None else answered.http_status,
        code=None if answered is None else answered.code,
    )


def listed(row: Mapping[str, Any]) -> ActionShown:
    return ActionShown.model_validate(dict(row))
