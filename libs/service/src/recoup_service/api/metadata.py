"""Metadata in JSON: sent with a thing, changed by a merge patch (RFC 7396), and found again."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, BeforeValidator, Field, RootModel, StringConstraints
from pydantic_core import from_json
from starlette.responses import Response

from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.metadata import MOST_PAIRS
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import ChangeMetadata, ReplaceMetadata
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.paging import (
    Limit,
    ResourcePageRequest,
    SentCursor,
    ThisList,
    UpdatedSince,
)
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Resource

Key = Annotated[
    str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f=]*$")
]
"""Without an equals sign, so that a filter can name key and value in one."""
Text = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
SentPairs = Annotated[
    Annotated[dict[Key, Text], Field(max_length=MOST_PAIRS)] | None,
    Field(
        description="Your own notes about it, which Recoup keeps and gives back: keys of up to 40 "
        "characters, none of them `=`, with values of up to 500. Not for what identifies a person. "
        "Left out when it is sent again, those that stand stay.",
        examples=[{"sales_office": "North"}],
    ),
]


WantedPairs = Annotated[
    tuple[
        Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f=]+=[^\x00-\x1f\x7f]*$")], ...
    ],
    Query(
        description="Only what has this pair of metadata, as `key=value`; send it again for more "
        "pairs.",
        max_length=10,
        examples=[["sales_office=North"]],
    ),
]


class MetadataChanges(RootModel[Annotated[dict[Key, Text | None], Field(max_length=MOST_PAIRS)]]):
    """Keys with their new values; `null` removes one, what is left out stays."""


def _pairs(shown: Any) -> Any:
    """A list reads them as JSON, or as nothing at all."""
    return from_json(shown) if isinstance(shown, str) else shown or {}


class DescribedResource(Resource):
    """What is shown of a thing that has metadata."""

    metadata: Annotated[dict[str, str], BeforeValidator(_pairs)] = Field(
        description="Your own notes about it."
    )


class DescribedPageRequest(ResourcePageRequest):
    """``ResourcePageRequest`` of a list of such things, which can be narrowed to pairs they have."""

    def __init__(
        self,
        of: ThisList,
        limit: Limit = 25,
        cursor: SentCursor = None,
        updated_since: UpdatedSince = None,
        metadata: WantedPairs = (),
    ) -> None:
        super().__init__(of, limit, cursor, updated_since)
        pairs = [pair.partition("=") for pair in dict.fromkeys(metadata)]
        self.metadata = [key for key, _, _ in pairs] or None, [value for _, _, value in pairs]
        """Keys and values for the statement, side by side; ``None``: whatever they have."""


async def replace_metadata(
    work: UnitOfWork,
    decider: Decider[Any, Any, Any],
    stream: Stream,
    sent: Mapping[str, str] | None,
    cause: Cause,
) -> None:
    """What a thing that is sent again says of its metadata; nothing, if they were left out."""
    if sent is not None:
        await work.execute(decider, stream, ReplaceMetadata(metadata=sent), cause)


def serve_metadata(
    router: APIRouter, collection: Collection, shown: type[BaseModel], scope: str
) -> None:
    """``PATCH …/{id}/metadata`` of a collection."""

    @router.patch(
        "/{id}/metadata",
        response_model=shown,
        summary="Change metadata",
        operation_id=f"change_metadata_of_{collection.name.replace('-', '_')}",
    )
    async def change_metadata(
        id: str, body: MetadataChanges, context: Annotated[RequestContext, needs(scope)]
    ) -> Response:
        """A merge patch in any state of it: `null` removes a key, and what is left out stays.

        The last one wins, key by key; it takes no `If-Match`.
        """
        command = ChangeMetadata(changes=body.root)
        return await collection.command(context, id, command, blindly=True)
