"""What the bank took back: say so, and see what it undid."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from invoice.customers.domain.errors import DuplicateExternalId
from invoice.returns.api.recording import recording, sent
from invoice.returns.api.schemas import NewReturn, ReturnShown, shown
from invoice.returns.domain.bank_return import RETURN, return_id_of
from recoup_service.api.collection import Collection
from recoup_service.api.importable import Importable
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/returns", tags=["Receipts"])
returns = Collection("returns", RETURN, shown)
RETURNS = Importable("return", "payments:write", returns, NewReturn, sent)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]


@router.post("", status_code=201, response_model=ReturnShown, summary="Record a return")
async def record_return(body: NewReturn, context: Writer) -> Response:
    """Reverses the payments that the receipt became; what of it waited is sent back."""
    id = return_id_of(context.tenant, body.creditor, body.source, body.external_id)
    stream = RETURN.stream(context.tenant, id, id)
    taken = DuplicateExternalId.of(body.external_id, id)
    return await returns.create(context, stream, recording(body, context), taken)


@router.get("/{id}", response_model=ReturnShown, summary="Read a return")
async def read_return(id: str, context: Reader) -> Response:
    """Which receipt came back, and which payments were reversed for it."""
    return await returns.get(context, id)
