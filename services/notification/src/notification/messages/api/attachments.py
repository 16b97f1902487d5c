"""Files that went along with messages, as they are in the store."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from notification.messages.domain.message import MESSAGE
from recoup_files.store import FileStore, StoreUnavailable
from recoup_service.api.attachments import BINARY, answers_without, attachment
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs


def attachments(store: FileStore | None) -> APIRouter:
    """A route that reads from this store."""
    router = APIRouter(prefix="/v1/messages", tags=["Messages"])

    @router.get(
        "/{id}/attachments/{digest}",
        response_class=Response,
        responses={
            200: {"content": {"application/pdf": BINARY}, "description": "The file as it went."}
        },
        summary="Read a file that went along",
    )
    async def read_attachment(
        id: str,
        digest: Annotated[
            str, Path(pattern="^[0-9a-f]{64}$", description="`sha256` of the attachment.")
        ],
        context: Annotated[RequestContext, needs("messages:read")],
    ) -> Response:
        """Compared with its digest first. How long it is kept is a setting of the deployment."""
        async with context.work() as work:
            stream = await work.find(MESSAGE, context.tenant, id)
            content = (await work.state(MESSAGE, stream)).content
        files = () if content is None else content.files
        file = next((each for each in files if each.sha256 == digest), None)
        if file is None:
            raise Problem(404, "not_found", "No file with this digest went along with the message.")
        with answers_without(StoreUnavailable):
            bytes = None if store is None else await store.get(file.key)
        if bytes is None or sha256(bytes).hexdigest() != digest:
            detail = "The file is not kept any more. How long files are kept is a setting."
            raise Problem(404, "file_not_kept", detail)
        return attachment(bytes, file.content_type, file.name, digest)

    return router
