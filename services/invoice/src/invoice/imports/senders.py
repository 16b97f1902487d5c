"""How an import goes on: step by step, on whichever replica takes the next one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

import structlog

from invoice.imports.domain.job import (
    IMPORT,
    FailImport,
    Import,
    ImportState,
    RecordStep,
)
from invoice.imports.handlers.checking import check_on
from invoice.imports.handlers.files import Files
from invoice.imports.handlers.putting import put_on
from invoice.imports.handlers.reading import read_on
from invoice.imports.handlers.validating import Kinds, Validator
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.effect import Effect
from recoup_eventstore.isolation import blames_the_item
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.importable import Importable
from recoup_service.api.request_context import Ports, WorkContext

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    job: Import
    context: WorkContext


class ImportEffect:
    """What was done and not recorded is done again, and found done."""

    def __init__(self, ports: Ports, kinds: Kinds) -> None:
        self._ports = ports
        self._kinds = kinds

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Step | None:
        job = await work.state(IMPORT, stream)
        first = (await work.load(IMPORT, stream)).first
        assert first is not None, "only an import that was created wants a step"
        # Every event says which import it came with, and by whom that was asked for.
        caused = cause._replace(causation_id=first.id, actor=first.cause.actor)
        tenant = stream.account.tenant
        return Step(job, WorkContext(tenant, caused.actor, now, caused, self._ports))

    async def perform(self, prepared: Step) -> RecordStep | FailImport:
        """A mistake of ours is told to whoever waits for the import, who may have it tried again."""
        try:
            return await self._step(prepared)
        except Exception as error:
            if not blames_the_item(error):
                raise
            log.exception("a step of an import failed")
            return FailImport(reason=_reason(error), at=prepared.context.now)

    async def _step(self, prepared: Step) -> RecordStep:
        job, context = prepared.job, prepared.context
        assert job.created is not None, "only an import that was created wants a step"
        files = Files(context.ports, context.tenant)
        validator = Validator(self._kinds, job.created.wishes, context)
        if job.state is ImportState.READING:
            return await read_on(job, files, validator, context.now)
        if job.state is ImportState.CHECKING:
            return await check_on(job, files, validator, self._kinds, context)
        return await put_on(job, files, validator, self._kinds, context)

    def touches(
        self, _stream: Stream, _prepared: Step, _result: RecordStep | FailImport
    ) -> Collection[Account]:
        return []

    async def record(
        self,
        work: UnitOfWork,
        stream: Stream,
        result: RecordStep | FailImport,
        now: datetime,
        cause: Cause,
    ) -> None:
        await work.execute(IMPORT, stream, result.model_copy(update={"at": now}), cause)


def _reason(error: Exception) -> str:
    """Its kind alone: what it says may quote the file."""
    return (
        f"A step failed through a mistake of ours ({type(error).__name__}). What was booked by then stays, "
        "and nothing is lost. Resume it; if it fails again, tell us the import's id."
    )


def importing(*kinds: Importable) -> Callable[[Ports], Effect[Step, RecordStep | FailImport]]:
    """The effect for these kinds of rows."""
    known = {each.kind: each for each in kinds}
    return lambda ports: ImportEffect(ports, known)
