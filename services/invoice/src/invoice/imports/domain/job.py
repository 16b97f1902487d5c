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
    FAILED = "failed"
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
    place: Place
    turn: Turn
    counts: Counts


class ImportEnded(Event, type="import.ended.v1"):
    state: ImportState
    counts: Counts
    reason: str | None
    at: AwareDatetime


class ImportFailed(Event, type="import.failed.v1"):
    """By a mistake of the software; it stands still until it is resumed."""

    reason: str
    at: AwareDatetime


class ImportResumed(Event, type="import.resumed.v1"):
    """It goes on with the step that had failed."""

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


class FailImport(Command):
    reason: str
    at: AwareDatetime


class ResumeImport(Command):
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
    failed_in: ImportState | None = None
    """The state in which it goes on once it is resumed."""
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None

    def but(self, **changes: Any) -> "Import":
        return self.model_copy(update=changes)


ImportCommand = CreateImport | StartImport | RecordStep | FailImport | ResumeImport | CancelImport
ImportEvent = (
    ImportCreated | ImportStarted | ImportProgressed | ImportFailed | ImportResumed | ImportEnded
)
_UNDER_WAY = (ImportState.READING, ImportState.CHECKING, ImportState.APPLYING)
_AGAIN = (ImportState.REFUSED, ImportState.CANCELLED)


def decide(command: ImportCommand, job: Import) -> Sequence[ImportEvent]:
    """The same file again is the same import, unless that came to nothing."""
    match command:
        case CreateImport() if job.created is None or job.state in _AGAIN:
            return [ImportCreated.model_validate(command, from_attributes=True)]
        case StartImport() if job.state is ImportState.RECEIVING:
            return [ImportStarted(at=command.at)]
        case RecordStep() if job.state in _UNDER_WAY:
            recorded = ImportEnded if command.state.ended else ImportProgressed
            return [recorded.model_validate(command, from_attributes=True)]
        case FailImport() if job.state in _UNDER_WAY:
            return [ImportFailed(reason=command.reason, at=command.at)]
        case ResumeImport():
            return _resumed(command, job)
        case CancelImport():
            return _cancelled(command, job)
        case _:
            return []  # such as a step that went on while it was cancelled


def _resumed(command: ResumeImport, job: Import) -> Sequence[ImportEvent]:
    if job.state is ImportState.FAILED:
        return [ImportResumed(at=command.at)]
    if job.state not in _UNDER_WAY:
        raise ImportRefused(f"The import is {job.state}; only one that has failed is resumed.")
    return []


def _cancelled(command: CancelImport, job: Import) -> Sequence[ImportEvent]:
    if job.state is ImportState.COMPLETED:
        raise ImportRefused("The import is completed; correct what it booked one by one.")
    if job.state.ended:
        return []
    cancelled, counts = ImportState.CANCELLED, job.counts
    reason = "It was cancelled; what was booked by then stays, and the file may come again."
    return [ImportEnded(state=cancelled, counts=counts, reason=reason, at=command.at)]


def evolve(job: Import, event: ImportEvent) -> Import:
    match event:
        case ImportCreated():
            return Import(created=event)
        case ImportStarted(at=at):
            return job.but(state=ImportState.READING, started_at=at)
        case ImportProgressed(state=state, place=place, turn=turn, counts=counts):
            return job.but(state=state, place=place, turn=turn, counts=counts)
        case ImportFailed(reason=reason):
            return job.but(state=ImportState.FAILED, failed_in=job.state, reason=reason)
        case ImportResumed():
            return job.but(state=job.failed_in, failed_in=None, reason=None)
        case ImportEnded(state=state, counts=counts, reason=reason, at=at):
            return job.but(state=state, counts=counts, reason=reason, ended_at=at)


def timers(job: Import) -> Mapping[str, datetime]:
    at = job.started_at if job.state in _UNDER_WAY else None
    return {} if at is None else {STEP: at}


IMPORT: Decider[ImportCommand, Import, ImportEvent] = Decider(
    "import", Import(), decide, evolve, timers
)


def import_id_of(tenant: TenantId, sha256: str, wishes: Wishes) -> str:
    """The same file for the same purpose is the same import."""
    return derived("imp", tenant, sha256, wishes.model_dump_json())
