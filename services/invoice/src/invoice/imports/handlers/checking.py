"""Tries rows account by account: decided as they would be, and never written."""

from collections.abc import Sequence

from asyncpg import Record

from invoice.imports.domain.job import Import, ImportState, RecordStep, Turn
from invoice.imports.handlers.files import Files
from invoice.imports.handlers.putting import completed, counted, outcome_of
from invoice.imports.handlers.validating import Kinds, Validator
from recoup_events.kernel.envelope import Account
from recoup_eventstore.errors import MoreAccounts
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import ItemShown, put_item
from recoup_service.api.request_context import WorkContext

ACCOUNTS = 200
ROWS = 500
"""Of accounts that are tried together; one with more is tried by itself."""


class _Tried(Exception):
    """Ends a transaction as if it never was."""

    def __init__(self, shown: Sequence[ItemShown]) -> None:
        super().__init__()
        self.shown = shown


async def check_on(
    job: Import, files: Files, validator: Validator, kinds: Kinds, context: WorkContext
) -> RecordStep:
    """The next accounts; at the end a dry run is completed, and another import goes on or is refused."""
    assert job.created is not None, "only an import that was created is checked"
    import_id, wishes = job.created.import_id, job.created.wishes
    accounts = await files.next_accounts(import_id, job.turn.account, ACCOUNTS, ROWS)
    if not accounts:
        return await _checked(job, files, context)
    rows = await files.rows_of(import_id, accounts)
    above = await _parents(import_id, rows, files, validator)
    tried = await _tried([*above, *rows], validator, kinds, context)
    outcomes = [
        outcome_of(row["row"], item, validator)
        for row, item in zip(rows, tried[len(above) :], strict=True)
    ]
    kept = outcomes if wishes.dry_run else [each for each in outcomes if each.outcome == "refused"]
    await files.record(import_id, kept)
    return RecordStep(
        state=ImportState.CHECKING,
        place=job.place,
        turn=Turn(account=accounts[-1]),
        counts=job.counts.plus(counted(kept)),
        at=context.now,
    )


async def _checked(job: Import, files: Files, context: WorkContext) -> RecordStep:
    done = await completed(job, files, context.now)
    assert job.created is not None, "only an import that was created is checked"
    if job.created.wishes.dry_run:
        return done
    if not done.counts.refused:
        changes = {"state": ImportState.APPLYING, "turn": Turn()}
        return done.model_copy(update={**changes, "counts": job.counts})
    reason = (
        f"{done.counts.refused} rows are wrong and all or nothing was asked for, so nothing was booked. "
        "Correct them and send the file again."
    )
    return done.model_copy(update={"state": ImportState.REFUSED, "reason": reason})


async def _parents(
    import_id: str, rows: Sequence[Record], files: Files, validator: Validator
) -> Sequence[Record]:
    """Customers of the file above those that are tried, the highest first."""
    above: list[Record] = []
    asked = rows
    while True:
        seen = {row["row"] for row in (*rows, *above)}
        names = [name for row in asked if (name := validator.parent(row["kind"], row["body"]))]
        if not names:
            return above
        found = await files.rows_of(import_id, [*dict.fromkeys(names)])
        asked = [row for row in found if row["kind"] == "customer" and row["row"] not in seen]
        above = [*asked, *above]
        if not asked:
            return above


async def _tried(
    rows: Sequence[Record], validator: Validator, kinds: Kinds, context: WorkContext
) -> Sequence[ItemShown]:
    bodies = [validator.body(row["kind"], row["body"]) for row in rows]
    items = [validator.wanted(row["kind"], body) for row, body in zip(rows, bodies, strict=True)]

    async def decision(work: UnitOfWork) -> None:
        streams = {stream for item in items for stream in (item.stream, *item.reads)}
        await work.lock({item.stream.account for item in items}, streams)
        shown, missing = list[ItemShown](), set[Account]()
        for nth, (row, item) in enumerate(zip(rows, items, strict=True)):
            importable = kinds[row["kind"]]
            if importable.preparing is not None:
                await importable.preparing([bodies[nth]], context)(work, [0])
            try:
                shown.append(await put_item(importable.collection, context, work, nth, item))
            except MoreAccounts as more:
                missing.update(more.accounts)
        if missing:
            raise MoreAccounts(missing)
        raise _Tried(shown)

    try:
        await context.ports.command_runner.decide(decision)
    except _Tried as tried:
        return tried.shown
    raise AssertionError("unreachable: what is tried ends with what it came to")
