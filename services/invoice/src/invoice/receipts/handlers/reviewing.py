"""What a person says of a receipt that waits."""

from collections.abc import Sequence

from invoice.receipts.domain.commands import SendBack
from invoice.receipts.domain.errors import ReceiptRefused, ReceiptUnacceptable
from invoice.receipts.domain.exchanging import check_exchange
from invoice.receipts.domain.receipt import RECEIPT
from invoice.receipts.handlers.booking import Choice, book
from recoup_events.kernel.envelope import Cause, Stream
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork


async def accept_candidate(
    work: UnitOfWork, stream: Stream, nth: int, reason: str | None, cause: Cause
) -> None:
    """The ``nth`` of those that are shown, from 1."""
    receipt = await work.state(RECEIPT, stream)
    candidates = receipt.candidates
    if receipt.left and nth > len(candidates):
        raise ReceiptUnacceptable(
            f"There are {len(candidates)} candidates; name one of them, or say in parts whose the money "
            "is.",
            pointer="/candidate",
        )
    if not receipt.left:
        raise ReceiptRefused(
            f"Nothing of it waits: it is {receipt.state.value}. Read the payments it became."
        )
    chosen = candidates[nth - 1]
    choice = Choice.of(chosen, receipt, stream.account)
    why = reason or chosen.reason
    await book(work, stream, [choice], why, cause, by=cause.actor, candidate=chosen)


async def accept_parts(
    work: UnitOfWork, stream: Stream, parts: Sequence[Choice], reason: str, cause: Cause
) -> None:
    """Another choice than any candidate: of one customer, or split over several."""
    for nth, part in enumerate(parts):
        if part.exchange is not None:
            check_exchange(part.exchange, part.amount, f"/parts/{nth}/exchange")
    await book(work, stream, parts, reason, cause, by=cause.actor)


async def send_back(
    work: UnitOfWork, stream: Stream, amount: Money | None, reason: str, cause: Cause
) -> None:
    command = SendBack(amount=amount, by=cause.actor, reason=reason)
    await work.execute(RECEIPT, stream, command, cause)
