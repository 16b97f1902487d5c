"""How an import goes on: step by step, on whichever replica takes the next one."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from invoice.imports.domain.job import IMPORT, Import, ImportState, RecordStep
from invoice.imports.handlers.checking import check_on
from invoice.imports.handlers.files import Files
from invoice.imports.handlers.putting import put_on
from invoice.imports.handlers.reading import read_on
from invoice.imports.handlers.validating import Kinds, Validator
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_eventstore.effects import Effect
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.importable import Importable
from recoup_service.api.request_context import Ports, WorkContext


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

    async def perform(self, prepared: Step) -> RecordStep:
        job, context = prepared.job, prepared.context
        assert job.created is not None, "only an import that was created wants a step"
        files = Files(context.ports, context.tenant)
        validator = Validator(self._kinds, job.created.wishes, context)
        if job.state is ImportState.READING:
            return await read_on(job, files, validator, context.now)
        if job.state is ImportState.CHECKING:
            return await check_on(job, files, validator, self._kinds, context)
        return await put_on(job, files, validator, self._kinds, context)

    def touches(self, _stream: Stream, _prepared: Step, _result: RecordStep) -> Collection[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: RecordStep, now: datetime, cause: Cause
    ) -> None:
        await work.execute(IMPORT, stream, result.model_copy(update={"at": now}), cause)


def importing(*kinds: Importable) -> Callable[[Ports], Effect[Step, RecordStep]]:
    """The effect for these kinds of rows."""
    known = {each.kind: each for each in kinds}
    return lambda ports: ImportEffect(ports, known)
