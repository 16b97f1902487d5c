"""What is done about something parked depends on what it is: a message, a timer, an effect or an event."""

from typing import assert_never

from recoup_events.kernel.refusals import Unacceptable
from recoup_eventstore.parked import Kind, OperatorRequest, Parked, Redriven
from recoup_eventstore.parked_work import give_up, release
from recoup_messaging import corrections
from recoup_messaging.corrections import Edit, NotParked, waiting
from recoup_messaging.redrive import redrive as redrive_messages
from recoup_service.operator_api.operations import Operations


class NothingToEdit(Unacceptable):
    """Only messages have a content that somebody else wrote."""

    code = "nothing_to_edit"


async def edit(at: Operations, seq: int, change: Edit, request: OperatorRequest) -> None:
    found = await waiting(at.command_runner, seq)
    if found.kind is not Kind.MESSAGE:
        raise NothingToEdit(
            f"What is parked as {seq} is no message but {_named(found.kind)} of this service's own. Correct "
            "what it fails of, in the code or in the data, then redrive or skip it."
        )
    await corrections.edit(at.command_runner, at.subscriptions, seq, change, request)


async def skip(at: Operations, seq: int, request: OperatorRequest) -> None:
    found = await waiting(at.command_runner, seq)
    match found.kind:
        case Kind.MESSAGE:
            await corrections.skip(at.command_runner, seq, request)
        case Kind.TIMER | Kind.EFFECT:
            if not await give_up(at.command_runner, found, request):
                raise NotParked(seq)
        case Kind.EVENT:
            await _of_read_model(at, found, request, skip=True)
        case never:
            assert_never(never)


async def redrive(
    at: Operations, seq: int, request: OperatorRequest, *, accept: bool = False
) -> Redriven:
    """All that waits with it: under its key, and of the same name."""
    found = await waiting(at.command_runner, seq)
    match found.kind:
        case Kind.MESSAGE:
            return await redrive_messages(
                at.command_runner,
                at.subscriptions,
                found.topic,
                found.key,
                request,
                accept=seq if accept else None,
            )
        case Kind.TIMER | Kind.EFFECT:
            return Redriven(await release(at.command_runner, found, request), 0)
        case Kind.EVENT:
            return await _of_read_model(at, found, request, skip=False)
        case never:
            assert_never(never)


async def _of_read_model(
    at: Operations, found: Parked, request: OperatorRequest, *, skip: bool
) -> Redriven:
    if at.parked_events is None:
        raise NotParked(found.seq or 0)
    done = await at.parked_events.redrive(found, request, skip=skip)
    if done is None:
        raise NotParked(found.seq or 0)
    return done


def _named(kind: Kind) -> str:
    return f"an {kind}" if kind in (Kind.EFFECT, Kind.EVENT) else f"a {kind}"
