"""Reads a file piece by piece and keeps its rows; nothing is put before all of it was read."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from invoice.imports.domain.formats import DOCUMENTS, lines_of
from invoice.imports.domain.job import (
    CHUNK_BYTES,
    Counts,
    Import,
    ImportCreated,
    ImportState,
    RecordStep,
)
from invoice.imports.domain.lines import Place, Window, check_beginning
from invoice.imports.domain.rows import Row, UnreadableFile
from invoice.imports.handlers.files import Files, Staged
from invoice.imports.handlers.validating import Validator

WINDOW_BYTES = 2 * CHUNK_BYTES
WINDOWS = 4
"""Of one step: so long a service that is asked to stop waits for it at most."""
KEPT_AT_ONCE = 2000
SPOOLED_BYTES = 8 * CHUNK_BYTES
Read = tuple[list[Staged], Place | None]


async def read_on(job: Import, files: Files, validator: Validator, now: datetime) -> RecordStep:
    """The next part of the file; the whole of it, where its format has no lines."""
    assert job.created is not None, "only an import that was created is read"
    try:
        if job.place.offset == 0:
            await _check(job.created, files)
        if job.created.wishes.format in DOCUMENTS:
            return await _read_document(job, job.created, files, validator, now)
        return await _read_lines(job, job.created, files, validator, now)
    except UnreadableFile as error:
        counts = job.counts
        refused = ImportState.REFUSED
        return RecordStep(
            state=refused, place=job.place, turn=job.turn, counts=counts, reason=str(error), at=now
        )


async def _check(created: ImportCreated, files: Files) -> None:
    """Whether the chunks make the file that was announced."""
    digest, first = sha256(), True
    async for chunk in files.chunks(created.sha256):
        if first and created.wishes.format not in DOCUMENTS:
            check_beginning(chunk)
        first = False
        await asyncio.to_thread(digest.update, chunk)
    if digest.hexdigest() != created.sha256:
        await files.drop(created.sha256)
        raise UnreadableFile(
            "The chunks do not make the file whose sha256 was announced, so they were thrown away. "
            "Create the import and send them again."
        )


async def _read_lines(
    job: Import, created: ImportCreated, files: Files, validator: Validator, now: datetime
) -> RecordStep:
    lines = lines_of(created.wishes)
    head = await files.read(created.sha256, 0, CHUNK_BYTES)
    place, counts = job.place, job.counts
    for _ in range(WINDOWS):
        data = await files.read(created.sha256, place.offset, WINDOW_BYTES)
        if not data:
            raise UnreadableFile(
                "Its chunks were kept for their time and are gone. Create the import and send them again."
            )
        last = place.offset + len(data) >= created.size
        window = Window(data, place, last, head)
        staged, behind = await asyncio.to_thread(
            validator.staged, ((found.row, found.place) for found in lines(window))
        )
        counts = counts.plus(await _keep(files, created.import_id, place.rows, staged))
        if last:
            return _all_read(job, created, counts, now)
        if behind is None:
            raise UnreadableFile("A row is longer than any row of a ledger. Send one row a line.")
        place = behind
    return RecordStep(state=ImportState.READING, place=place, turn=job.turn, counts=counts, at=now)


async def _read_document(
    job: Import, created: ImportCreated, files: Files, validator: Validator, now: datetime
) -> RecordStep:
    """On disk if it is large; its rows are kept as they are found."""
    counts, behind = Counts(), 0
    with SpooledTemporaryFile(max_size=SPOOLED_BYTES) as file:
        async for chunk in files.chunks(created.sha256):
            await asyncio.to_thread(file.write, chunk)
        file.seek(0)
        rows = DOCUMENTS[created.wishes.format](cast(BinaryIO, file), created.wishes.model_dump())
        while True:
            part, _ = await asyncio.to_thread(validator.staged, _some(rows, behind))
            counts = counts.plus(await _keep(files, created.import_id, behind, part))
            behind += len(part)
            if len(part) < KEPT_AT_ONCE:
                return _all_read(job, created, counts, now)


def _some(rows: Iterator[Row], behind: int) -> Iterator[tuple[Row, Place]]:
    for number in range(behind + 1, behind + 1 + KEPT_AT_ONCE):
        row = next(rows, None)
        if row is None:
            return
        yield row, Place(rows=number)


async def _keep(files: Files, import_id: str, behind: int, staged: list[Staged]) -> Counts:
    """In parts, each of which is soon written."""
    outcomes = [row.outcome for row in staged if row.outcome]
    for start in range(0, max(len(staged), 1), KEPT_AT_ONCE):
        outcomes += await files.stage(
            import_id, behind + start, staged[start : start + KEPT_AT_ONCE]
        )
    counts = {name: outcomes.count(name) for name in ("unchanged", "refused", "skipped")}
    return Counts(rows=len(staged), **counts)


def _all_read(job: Import, created: ImportCreated, counts: Counts, now: datetime) -> RecordStep:
    if counts.rows == 0:
        raise UnreadableFile("The file has no rows. Send a row for each thing.")
    checked = created.wishes.dry_run or created.wishes.all_or_nothing
    state = ImportState.CHECKING if checked else ImportState.APPLYING
    return RecordStep(state=state, place=job.place, turn=job.turn, counts=counts, at=now)
