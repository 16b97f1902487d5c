"""An import: a file announced, its chunks, and how far its rows have come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from invoice.bank_statements.domain.choices import Choices as BankChoices
from invoice.einvoices.domain.choices import Choices as EInvoiceChoices
from invoice.imports.domain.lines import Place
from invoice.imports.domain.mapping import ColumnMapping
from recoup_events.invoice import Chase
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import TenantId, derived
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

STEP = "step"
"""The timer that asks for the next step; it stays wanted until the import has ended."""
CHUNK_BYTES = 1_000_000
"""Of every chunk but the last, which holds the rest."""


class ImportRefused(Refused):
    """The import's state does not allow this."""

    code = "import_refused"


class ImportState(StrEnum):
    RECEIVING = "receiving"
    READING = "reading"
    CHECKING = "checking"
    APPLYING = "applying"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (ImportState.COMPLETED, ImportState.REFUSED, ImportState.CANCELLED)


class Wishes(Value):
    """What an import is to do with its file."""

    format: str
    kind: str | None = None
    creditor: str | None = None
    mapping: ColumnMapping | None = None
    einvoices: EInvoiceChoices | None = None
    bank: BankChoices | None = None
    chase: Chase | None = None
    chase_from: date | None = None
    dry_run: bool = False
    all_or_nothing: bool = False


class Counts(Value):
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    skipped: int = 0
    differs: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(**{name: value + getattr(other, name) for name, value in self})


class Turn(Value):
    """The last row that was put: kind by kind, customers as the file has them, others by account."""

    rank: int = -1
    account: str = ""
    row: int = 0


class ImportCreated(Event, type="import.created.v1"):
    import_id: str
    file_name: str
    sha256: str
    size: int
    wishes: Wishes
    at: AwareDatetime


class ImportStarted(Event, type="import.started.v1"):
    at: AwareDatetime


class ImportProgressed(Event, type="import.progressed.v1"):
    state: ImportState
    """In which it goes on."""
    place: Place
    turn: Turn
    counts: Counts
    """So far."""


class ImportEnded(Event, type="import.ended.v1"):
    state: ImportState
    counts: Counts
    reason: str | None
    at: AwareDatetime


class CreateImport(Command):
    import_id: str
    file_name: str
    sha256: str
    size: int
    wishes: Wishes
    at: AwareDatetime


class StartImport(Command):
    at: AwareDatetime


class RecordStep(Command):
    """What a step came to; with an end there is nothing left to do."""

    state: ImportState
    place: Place
    turn: Turn
    counts: Counts
    reason: str | None = None
    at: AwareDatetime


class CancelImport(Command):
    at: AwareDatetime


class Import(Value):
    created: ImportCreated | None = None
    state: ImportState = ImportState.RECEIVING
    place: Place = Place()
    turn: Turn = Turn()
    counts: Counts = Counts()
    reason: str | None = None
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None


ImportCommand = CreateImport | StartImport | RecordStep | CancelImport
ImportEvent = ImportCreated | ImportStarted | ImportProgressed | ImportEnded
_AGAIN = (ImportState.REFUSED, ImportState.CANCELLED)


def decide(command: ImportCommand, job: Import) -> Sequence[ImportEvent]:
    """The same file again is the same import, unless that came to nothing."""
    match command:
        case CreateImport() if job.created is None or job.state in _AGAIN:
            return [ImportCreated.model_validate(command, from_attributes=True)]
        case StartImport() if job.state is ImportState.RECEIVING:
            return [ImportStarted(at=command.at)]
        case RecordStep() if job.state.ended:
            return []  # it was cancelled while the step went on
        case RecordStep() if command.state.ended:
            return [ImportEnded.model_validate(command, from_attributes=True)]
        case RecordStep():
            return [ImportProgressed.model_validate(command, from_attributes=True)]
        case CancelImport() if job.state is ImportState.COMPLETED:
            raise ImportRefused("The import is completed; correct what it booked one by one.")
        case CancelImport() if not job.state.ended:
            cancelled = ImportState.CANCELLED
            counts = job.counts
            reason = "It was cancelled; what was booked by then stays, and the file may come again."
            return [ImportEnded(state=cancelled, counts=counts, reason=reason, at=command.at)]
        case _:
            return []


def evolve(job: Import, event: ImportEvent) -> Import:
    match event:
        case ImportCreated():
            return Import(created=event)
        case ImportStarted(at=at):
            return _with(job, state=ImportState.READING, started_at=at)
        case ImportProgressed(state=state, place=place, turn=turn, counts=counts):
            return _with(job, state=state, place=place, turn=turn, counts=counts)
        case ImportEnded(state=state, counts=counts, reason=reason, at=at):
            return _with(job, state=state, counts=counts, reason=reason, ended_at=at)


def _with(job: Import, **changes: Any) -> Import:
    return job.model_copy(update=changes)


def timers(job: Import) -> Mapping[str, datetime]:
    if job.started_at is None or job.state.ended:
        return {}
    return {STEP: job.started_at}


IMPORT: Decider[ImportCommand, Import, ImportEvent] = Decider(
    "import", Import(), decide, evolve, timers
)


def import_id_of(tenant: TenantId, sha256: str, wishes: Wishes) -> str:
    """The same file for the same purpose is the same import."""
    return derived("imp", tenant, sha256, wishes.model_dump_json())
