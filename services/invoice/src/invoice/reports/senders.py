"""How a run of a scheduled report is made: read once the read models know of it, kept, then recorded.

A crash between the file and the record leads to the same file again, and to one record.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from invoice.creditors.domain.creditor import Creditor
from invoice.creditors.handlers import creditor_of
from invoice.creditors.renderer import LetterRenderer
from invoice.report_schedules.domain.run import (
    REPORT_RUN,
    RecordMade,
    RefuseRun,
    ReportFile,
    Run,
)
from invoice.report_schedules.domain.schedule import ReportFormat, ReportWish
from invoice.reports.domain.letter import report_letter
from invoice.reports.domain.table import Report, as_csv
from invoice.reports.handlers.forecasting import Wanted
from invoice.reports.handlers.making import MAKERS
from recoup_events.kernel.attachments import LARGEST_TOGETHER, StoredFile
from recoup_events.kernel.ids import DEFAULT, CreditorId, TenantId, creditor_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.scope import Connection
from recoup_eventstore.work import UnitOfWork
from recoup_files.store import FileStore, StoreUnavailable
from recoup_service.api.request_context import NoReadModels, Ports
from recoup_service.batch_effect import Batch, BatchEffect

SQL = named_queries("invoice.report_schedules", "queries.sql")
LARGEST: Final = 10_000_000
"""Bytes of one file."""
KEPT = timedelta(days=90)
CONTENT_TYPES: Final = {ReportFormat.CSV: "text/csv", ReportFormat.PDF: "application/pdf"}
"""As mail programs know them."""
Made = RecordMade | RefuseRun
"""What is recorded of it."""


class ReportEffect(BatchEffect[Run, Made]):
    decider = REPORT_RUN
    schema = "invoice"

    def __init__(self, ports: Ports, renderer: LetterRenderer, store: FileStore | None) -> None:
        super().__init__(ports)
        self._renderer = renderer
        self._store = store

    async def next(self, batch: Batch[Run], connection: Connection) -> Sequence[Made]:
        about = batch.state.about
        wish = about.wish
        wanted = Wanted(about.as_of, wish.creditor_id, wish.currency)
        report = await MAKERS[wish.report](connection, wanted)
        creditor = await self._creditor(batch.stream.account.tenant, wish)
        contents = {
            form: await self._written(batch, report, creditor, form) for form in wish.formats
        }
        for form, content in contents.items():
            if len(content) > LARGEST:
                reason = (
                    f"The {form} would have {len(content):,} bytes, more than {LARGEST:,}. Narrow the "
                    "report to a creditor or a currency, or read it page by page."
                )
                return [RefuseRun(reason=reason, at=batch.cause.at)]
        await self._keep(batch, contents)
        stored = await self._stored(batch, contents) if wish.recipients else ()
        files = tuple(
            ReportFile(format=form, size=len(content), sha256=sha256(content).hexdigest())
            for form, content in contents.items()
        )
        return [
            RecordMade(
                rows=len(report.rows),
                files=files,
                summary=tuple(f"{label}: {value}" for label, value in report.sums),
                sender=creditor.details.sender,
                stored=stored,
                at=batch.cause.at,
            )
        ]

    async def _written(
        self, batch: Batch[Run], report: Report, creditor: Creditor, form: ReportFormat
    ) -> bytes:
        if form is ReportFormat.CSV:
            return as_csv(report)
        about = batch.state.about
        details = creditor.details
        text = creditor.text_in("en")
        sender = (text and text.sender) or (details.trading_name or details.legal_name,)
        letter = report_letter(
            *(report, about.wish.name, sender, details.address.country),
            *(about.as_of, about.due_at),
        )
        return (await self._renderer.render(letter, creditor.logo)).content

    async def _creditor(self, tenant: TenantId, wish: ReportWish) -> Creditor:
        """The creditor it is about, or the tenant's own."""
        id = CreditorId(wish.creditor_id or creditor_id_of(tenant, DEFAULT))
        async with self._ports.command_runner.work() as work:
            return await creditor_of(work, tenant, id)

    async def _keep(self, batch: Batch[Run], contents: dict[ReportFormat, bytes]) -> None:
        if self._ports.writing is None:
            raise NoReadModels("files of reports are kept in PostgreSQL; give a `writing`")
        now, tenant = batch.cause.at, batch.stream.account.tenant
        async with self._ports.writing(tenant) as connection:
            gone = await connection.fetch(SQL["forget_files"], now - KEPT)
            for form, content in contents.items():
                run_id = batch.stream.id
                await connection.execute(SQL["put_file"], tenant, run_id, form, content, now)
        with suppress(StoreUnavailable):  # what is left there is tidied up by hand
            for row in gone:
                if self._store is not None:
                    await self._store.delete(_key(tenant, row["run_id"], row["format"]))

    async def _stored(
        self, batch: Batch[Run], contents: dict[ReportFormat, bytes]
    ) -> tuple[StoredFile, ...]:
        """What goes along with the mails; without a store, or where it is too large, the paths do."""
        about, tenant = batch.state.about, batch.stream.account.tenant
        stored, left = list[StoredFile](), LARGEST_TOGETHER
        with suppress(StoreUnavailable):
            for form, content in contents.items():
                if self._store is None or len(content) > left:
                    continue
                left -= len(content)
                file = StoredFile(
                    name=f"{about.wish.report}-{about.as_of}.{form}",
                    content_type=CONTENT_TYPES[form],
                    size=len(content),
                    sha256=sha256(content).hexdigest(),
                    key=_key(tenant, about.run_id, form),
                )
                await self._store.put(file.key, content, file.content_type)
                stored.append(file)
        return tuple(stored)

    async def take(self, work: UnitOfWork, batch: Batch[Run], rows: Sequence[Made]) -> int:
        """It is done; no account is changed by it."""
        return len(rows)

    def taken(self, rows: Sequence[Made], count: int, now: datetime) -> RecordMade | RefuseRun:
        (made,) = rows
        return made.model_copy(update={"at": now})


def making(renderer: LetterRenderer, store: FileStore | None) -> Callable[[Ports], ReportEffect]:
    """The effect that sets PDFs with this one, and keeps there what is mailed."""
    return lambda ports: ReportEffect(ports, renderer, store)


def _key(tenant: str, run_id: str, form: str) -> str:
    return f"{tenant}/reports/{run_id}/{form}"
