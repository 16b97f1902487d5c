"""The way in for every receipt, whoever read it: recorded, matched, and booked where that is sure."""

from collections.abc import Sequence

from invoice.clearings.domain.recognition import Recognition
from invoice.creditors.handlers import creditor_of
from invoice.payments.handlers import check_source
from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.commands import Propose, RecordReceipt
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.exchanging import check_exchange
from invoice.receipts.domain.hints import hints
from invoice.receipts.domain.matching import match, sure
from invoice.receipts.domain.receipt import RECEIPT
from invoice.receipts.domain.tolerance import Tolerance
from invoice.receipts.handlers.booking import Choice, book
from invoice.receipts.handlers.clearing import clear, recognised_transfer
from invoice.receipts.handlers.known_items import named_items, with_due
from invoice.receipts.handlers.looking import Seen
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.work import UnitOfWork

BY_THRESHOLD = "threshold"
"""Who accepts what is sure enough."""


async def apply_cash(
    work: UnitOfWork, stream: Stream, entry: BankEntry, seen: Seen, cause: Cause
) -> None:
    """A new receipt; its stream is its own account, so that receipts of one creditor do not wait for each other."""
    creditor = await creditor_of(work, stream.account.tenant, entry.creditor_id)
    check_source(creditor.books, entry.source)
    if entry.exchange is not None:
        check_exchange(entry.exchange, entry.amount, "/exchange")
    record = RecordReceipt(receipt_id=stream.id, entry=entry, at=cause.at)
    await work.execute(RECEIPT, stream, record, cause)
    await match_receipt(work, stream, seen, cause)


async def match_receipt(work: UnitOfWork, stream: Stream, seen: Seen, cause: Cause) -> None:
    """Propose what it may be for by now; what is sure enough is booked, if nothing of it is decided.

    Where not everything that may be named was seen, amounts are not sure: the payer may have named something
    else.
    """
    receipt = await work.state(RECEIPT, stream)
    entry, tenant = receipt.known, stream.account.tenant
    books = (await creditor_of(work, tenant, entry.creditor_id)).books
    tolerance, threshold = Tolerance(books.payment_tolerance, entry.charges), books.match_threshold
    transfer = await recognised_transfer(work, tenant, entry)
    if await match_transfer(work, stream, transfer, threshold, cause):
        return
    known = await named_items(work, tenant, entry, seen)
    candidates = match(entry, known, tolerance)
    if not _named(candidates, threshold):
        known = await with_due(work, tenant, entry, known)
        candidates = match(entry, known, tolerance)
    all_hints = (*transfer.hints, *hints(entry, known))
    propose = Propose(candidates=candidates, hints=all_hints, threshold=threshold)
    await work.execute(RECEIPT, stream, propose, cause)
    chosen = None if threshold is None else sure(candidates, threshold)
    if chosen is None or receipt.left != entry.amount:
        return
    if not (seen.complete or _names(chosen)):
        return
    choice = Choice.of(chosen, receipt, stream.account)
    try:
        with work.attempt():
            await book(
                *(work, stream, [choice], chosen.reason, cause), by=BY_THRESHOLD, candidate=chosen
            )
    except Refused as refused:  # the money has come all the same, so it waits
        refusal = f"It was not booked by itself. {refused.detail}"
        propose = propose.model_copy(update={"hints": (*propose.hints, refusal)})
        await work.execute(RECEIPT, stream, propose, cause)


async def match_again(work: UnitOfWork, stream: Stream, cause: Cause) -> None:
    """A remittance was reported after it: it may be that one's transfer, and is nothing else by that."""
    receipt = await work.state(RECEIPT, stream)
    entry, tenant = receipt.known, stream.account.tenant
    threshold = (await creditor_of(work, tenant, entry.creditor_id)).books.match_threshold
    transfer = await recognised_transfer(work, tenant, entry)
    await match_transfer(work, stream, transfer, threshold, cause)


async def match_transfer(
    work: UnitOfWork, stream: Stream, transfer: Recognition, threshold: int | None, cause: Cause
) -> bool:
    """No candidates: whatever it may look like, what an agency sends pays no invoice."""
    if not transfer.agencys:
        return False
    receipt = await work.state(RECEIPT, stream)
    waits = transfer.hints
    if transfer.parts and receipt.left == receipt.known.amount:
        if threshold is not None:
            await clear(work, stream, transfer.parts, transfer.reason, cause, by=BY_THRESHOLD)
            return True
        waits = (f"{transfer.reason} Confirm it by POST /v1/receipts/{{id}}/clearing.",)
    propose = Propose(candidates=(), hints=waits, threshold=threshold)
    await work.execute(RECEIPT, stream, propose, cause)
    return True


def _named(candidates: Sequence[Candidate], threshold: int | None) -> bool:
    """Whether the payer has named what is paid: nothing that is due would be surer than that."""
    chosen = None if threshold is None else sure(candidates, threshold)
    return chosen is not None and _names(chosen)


def _names(candidate: Candidate) -> bool:
    return candidate.rule in (Rule.REFERENCE, Rule.NUMBER)
