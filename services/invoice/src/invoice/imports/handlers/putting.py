"""Puts rows where the API would: the same decisions, many accounts in a transaction."""

import asyncio
import json
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from asyncpg import Record

from invoice.imports.domain.job import Counts, Import, ImportState, RecordStep, Turn
from invoice.imports.domain.rows import Kind
from invoice.imports.handlers.comparing import compared, not_in_file
from invoice.imports.handlers.files import Files, RowOutcome
from invoice.imports.handlers.validating import Kinds, Validator
from recoup_service.api.bulk import ItemShown, Outcome, put_each
from recoup_service.api.request_context import WorkContext

ROWS = 2000
"""Of one step."""
KEPT_AT_ONCE = 500
"""Outcomes of one half."""
OF_A_TRANSACTION = 250


async def put_on(
    job: Import, files: Files, validator: Validator, kinds: Kinds, context: WorkContext
) -> RecordStep:
    """The next rows. What a crash interrupted is found done, and counted as done by this import."""
    assert job.created is not None, "only an import that was created is put"
    import_id, counts = job.created.import_id, job.counts
    rows = await files.next_rows(import_id, job.turn, ROWS)
    if not rows:
        missing = await not_in_file(job.created, files, context)
        return await completed(job, files, context.now, missing)
    for kind, part in groupby(rows, key=lambda row: str(row["kind"])):
        outcomes = await _both(
            _put_half(import_id, half, kind, files, validator, kinds, context)
            for half in _halves(list(part))
        )
        counts = counts.plus(counted(outcomes))
    last = rows[-1]
    turn = Turn(rank=last["rank"], account=last["turn"], row=last["row"])
    return RecordStep(
        state=ImportState.APPLYING, place=job.place, turn=turn, counts=counts, at=context.now
    )


async def _both(
    putting: Iterable[Coroutine[Any, Any, Sequence[RowOutcome]]],
) -> Sequence[RowOutcome]:
    """Both come to their end, also where one fails: nothing of a step goes on behind it."""
    ended = await asyncio.gather(*putting, return_exceptions=True)
    failed = next((each for each in ended if isinstance(each, BaseException)), None)
    if failed is not None:
        raise failed
    return [one for each in ended if not isinstance(each, BaseException) for one in each]


def _halves(rows: Sequence[Record]) -> Iterator[Sequence[Record]]:
    """Of different accounts: one is decided while the store writes what the other came to."""
    middle = next(
        (
            nth
            for nth in range(len(rows) // 2, len(rows))
            if nth and rows[nth]["turn"] != rows[nth - 1]["turn"]
        ),
        len(rows),
    )
    yield from (half for half in (rows[:middle], rows[middle:]) if half)


async def _put_half(
    import_id: str,
    rows: Sequence[Record],
    kind: str,
    files: Files,
    validator: Validator,
    kinds: Kinds,
    context: WorkContext,
) -> Sequence[RowOutcome]:
    """Part by part: while the store keeps what became of one, a part of the other half is decided."""
    outcomes = list[RowOutcome]()
    for start in range(0, len(rows), KEPT_AT_ONCE):
        part = rows[start : start + KEPT_AT_ONCE]
        known = await _put(import_id, part, kind, validator, kinds, context)
        await files.record(import_id, known)
        outcomes += known
    return outcomes


async def _put(
    import_id: str,
    rows: Sequence[Record],
    kind: str,
    validator: Validator,
    kinds: Kinds,
    context: WorkContext,
) -> Sequence[RowOutcome]:
    if kind == Kind.OPEN_ITEM:
        return await compared(import_id, rows, validator, context)
    importable = kinds[kind]
    bodies = [validator.body(kind, row["body"]) for row in rows]
    items = [validator.wanted(kind, body) for body in bodies]
    prepare = importable.preparing and importable.preparing(bodies, context)
    shown = await put_each(
        importable.collection, context, items, prepare, of_a_transaction=OF_A_TRANSACTION
    )
    pairs = zip(rows, shown.data, strict=True)
    return [outcome_of(row["row"], item, validator) for row, item in pairs]


def outcome_of(row: int, item: ItemShown, validator: Validator) -> RowOutcome:
    """What became of an item, with its fields as the file calls them."""
    errors = None
    if item.errors:
        named = [
            {"detail": each.detail, "field": validator.field(each.pointer)} for each in item.errors
        ]
        errors = json.dumps(named)
    return RowOutcome(row, item.outcome.value, item.id, item.code, item.detail, errors)


def counted(outcomes: Sequence[RowOutcome]) -> Counts:
    names = [each.outcome for each in outcomes]
    return Counts(**{str(name): names.count(name) for name in Outcome})


async def completed(job: Import, files: Files, now: datetime, missing: int = 0) -> RecordStep:
    """With the counts as the rows have them, whatever was interrupted, and what the file lacks."""
    assert job.created is not None, "only an import that was created is completed"
    found = await files.counted(job.created.import_id)
    counts = Counts(rows=sum(found.values()), **found).plus(Counts(differs=missing))
    if not job.created.wishes.dry_run:
        await files.drop(job.created.sha256)
    return RecordStep(
        state=ImportState.COMPLETED, place=job.place, turn=job.turn, counts=counts, at=now
    )
