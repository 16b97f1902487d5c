"""One play on a private stack, from its first start to the evidence it leaves."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from recoup_chaos.blows import deal
from recoup_chaos.evidence.evidence import Evidence, gather
from recoup_chaos.faults import Fault
from recoup_chaos.playing import perform
from recoup_chaos.readiness import all_ready
from recoup_chaos.storm import Storm, Tell
from recoup_cli.demo.scenarios import Piece
from recoup_cli.stack import temporary_stack
from recoup_cli.stack.clocks import stepped, wind


async def rehearse(
    piece: Piece, faults: Iterable[Fault], beats: int, tell: Tell
) -> tuple[Evidence, Storm]:
    """Play under these faults; ``beats`` is how many the piece has."""
    with TemporaryDirectory() as folder:
        clock = Path(folder, "clock")
        wind(clock, piece.begin)
        async with temporary_stack(clock=stepped(clock), with_standby=True) as stack:

            async def strike(fault: Fault) -> None:
                await deal(stack, fault)
                await all_ready(stack)

            storm = Storm(faults, beats, strike, tell)
            numbers = await perform(stack, clock, piece, storm)
            return await gather(stack, numbers), storm
