"""Letting go what was loaded to wait: start a release, and see how far it has come."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.releases.domain.release import RELEASE, ReleaseStarted, release_id_of
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import creditor_id_of
from recoup_eventstore.batch_run import BatchRun, RunState, StartRun
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.fields import ExternalId
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource

router = APIRouter(prefix="/v1/releases", tags=["Invoices"])
Reader = Annotated[RequestContext, needs("invoices:read")]
Writer = Annotated[RequestContext, needs("invoices:write")]


class NewRelease(CreditorNamed):
    external_id: ExternalId = Field(examples=["go-live"])


class ReleaseShown(Resource):
    id: str = Field(examples=["rel_5d20"])
    external_id: str
    creditor_id: str
    state: RunState
    released: int = Field(
        description="How many invoices so far; after a crash some may be missing here."
    )
    started_at: datetime
    completed_at: datetime | None


def shown(release: BatchRun[ReleaseStarted], dates: Dates) -> ReleaseShown:
    started = release.about
    return ReleaseShown(
        **dates,
        id=started.release_id,
        external_id=started.external_id,
        creditor_id=started.creditor_id,
        state=release.state,
        released=release.count,
        started_at=started.at,
        completed_at=release.completed_at,
    )


releases = Collection("releases", RELEASE, shown)


@router.post("", status_code=201, response_model=ReleaseShown, summary="Release what waits")
async def start_release(body: NewRelease, context: Writer) -> Response:
    """Every invoice of the creditor with `chase: on_release` is chased from now on.

    It goes on by itself, batch after batch; read it to see how far it has come. What is loaded after
    it was started waits for another release.
    """
    creditor_id = creditor_id_of(context.tenant, body.creditor)
    id = release_id_of(context.tenant, creditor_id, body.external_id)

    async def start(work: UnitOfWork, stream: Stream) -> None:
        started = ReleaseStarted(
            release_id=id,
            creditor_id=await registered_creditor(work, context.tenant, body.creditor),
            external_id=body.external_id,
            at=context.now,
        )
        await work.execute(RELEASE, stream, StartRun(started=started), context.cause)

    taken = DuplicateExternalId.of(body.external_id, id)
    return await releases.create(context, RELEASE.stream(context.tenant, id, id), start, taken)


@router.get("/{id}", response_model=ReleaseShown, summary="Read a release")
async def read_release(id: str, context: Reader) -> Response:
    """How far it has come."""
    return await releases.get(context, id)
