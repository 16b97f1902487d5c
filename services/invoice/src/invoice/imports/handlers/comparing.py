"""Open items of the ERP beside Recoup's: what differs is recorded, and nothing is changed."""

from collections.abc import Sequence
from itertools import groupby
from typing import Protocol, cast

from asyncpg import Record

from invoice.imports.domain.job import ImportCreated
from invoice.imports.domain.rows import Kind
from invoice.imports.handlers.files import Files, RowOutcome
from invoice.imports.handlers.validating import Validator
from invoice.reconciliations.domain.reconciliation import Difference
from invoice.reconciliations.handlers import reconcile_part
from recoup_events.kernel.ids import DEFAULT, creditor_id_of
from recoup_events.kernel.money import Money
from recoup_service.api.amounts import Amount
from recoup_service.api.request_context import WorkContext

AT_ONCE = 1000


class _OpenItem(Protocol):
    """What every row of the kind ``open_item`` is read as."""

    creditor: str
    external_id: str
    balance: Amount


SETTLE = "Send what was forgotten, or adjust the invoice with origin: erp and the reason erp_drift."


async def compared(
    import_id: str, rows: Sequence[Record], validator: Validator, context: WorkContext
) -> Sequence[RowOutcome]:
    """A creditor's rows are a reconciliation, named by the import and its first row."""
    outcomes: list[RowOutcome] = []
    bodies = [
        (row["row"], cast(_OpenItem, validator.body(row["kind"], row["body"]))) for row in rows
    ]
    for creditor, group in groupby(bodies, key=lambda each: each[1].creditor):
        items = {body.external_id: (row, body.balance.money) for row, body in group}
        first = next(iter(items.values()))[0]
        sent = {external_id: balance for external_id, (_, balance) in items.items()}
        found = await reconcile_part(context, creditor, f"{import_id}-{first}", sent)
        differing = {each.external_id: each for each in found}
        for external_id, (row, _) in items.items():
            outcomes.append(_outcome(row, differing.get(external_id)))
    return outcomes


def _outcome(row: int, difference: Difference | None) -> RowOutcome:
    if difference is None:
        return RowOutcome(row, "unchanged", None, None, None, None)
    here = "no such invoice" if difference.recoup is None else f"{difference.recoup} open"
    detail = f"Recoup has {here}, the ERP {difference.erp}. {SETTLE}"
    return RowOutcome(row, "differs", difference.invoice_id, str(difference.kind), detail, None)


async def not_in_file(created: ImportCreated, files: Files, context: WorkContext) -> int:
    """What is open here and was not named, as more reconciliations; how much that is."""
    if created.wishes.kind != Kind.OPEN_ITEM:
        return 0
    creditor, count, behind = created.wishes.creditor or DEFAULT, 0, ""
    creditor_id = creditor_id_of(context.tenant, creditor)
    while True:
        rows = await files.not_in_file(created.import_id, creditor_id, behind, AT_ONCE)
        if not rows:
            return count
        sent = {row["external_id"]: Money.zero(row["currency"]) for row in rows}
        name = f"{created.import_id}-not-in-file-{count}"
        count += len(await reconcile_part(context, creditor, name, sent))
        behind = rows[-1]["external_id"]
