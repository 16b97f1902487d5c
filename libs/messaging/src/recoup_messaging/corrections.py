"""What an operator may do about one parked message: write a new version of it, or give it up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from recoup_events.kernel.refusals import Missing, Unacceptable
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.parked import Content, OperatorRequest, Parked, ParkedAction, noted
from recoup_eventstore.work import UnitOfWork
from recoup_messaging.keys import lock_of
from recoup_messaging.parking import received
from recoup_messaging.subscriptions import Subscriptions


class NotParked(Missing):
    """Its number was never given, or it has left the line."""

    code = "not_parked"

    def __init__(self, seq: int) -> None:
        super().__init__(
            f"No message {seq} waits here: it was redriven or skipped, or it is another service's. "
            "The history says who did what; the list shows what waits."
        )


class UnreadableEdit(Unacceptable):
    """The new version would be parked again."""

    code = "unreadable_edit"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is new; the rest stays as in the version before."""

    value: bytes | None = None
    headers: Mapping[str, str | None] | None = None
    """By name; ``None`` takes a header away."""

    def applied_to(self, content: Content) -> Content:
        changed = self.headers or {}
        kept = [(name, text) for name, text in content.headers if name not in changed]
        added = [(name, text.encode()) for name, text in changed.items() if text is not None]
        value = content.value if self.value is None else self.value
        return Content([*kept, *added], value)


async def waiting(command_runner: CommandRunner, seq: int) -> Parked:
    """The message of this number; raises ``NotParked``."""
    message = await command_runner.store.find_parked(seq)
    if message is None:
        raise NotParked(seq)
    return message


async def edit(
    command_runner: CommandRunner,
    subscriptions: Subscriptions,
    seq: int,
    change: Edit,
    request: OperatorRequest,
) -> None:
    """Add a version, which a redrive will use; raises ``UnreadableEdit``, which is noted, too."""
    found = await waiting(command_runner, seq)

    async def decision(work: UnitOfWork) -> str | None:
        message = await _locked(work, found)
        offered = change.applied_to(message.corrected or message.content)
        problem = _problem(subscriptions, replace(message, corrected=offered))
        action = ParkedAction.EDITED if problem is None else ParkedAction.EDIT_REFUSED
        await work.transaction.note(
            [noted(message, action, request, outcome=problem or "", kept=offered)]
        )
        return problem

    problem = await command_runner.decide(decision)
    if problem is not None:
        raise UnreadableEdit(f"The new version could not be handled either: {problem}.")


async def skip(command_runner: CommandRunner, seq: int, request: OperatorRequest) -> None:
    """Give it up for good; those behind it wait for a redrive."""
    found = await waiting(command_runner, seq)

    async def decision(work: UnitOfWork) -> None:
        message = await _locked(work, found)
        await work.transaction.unpark([message])
        await work.transaction.note(
            [noted(message, ParkedAction.SKIPPED, request, kept=message.content)]
        )

    await command_runner.decide(decision)


async def _locked(work: UnitOfWork, found: Parked) -> Parked:
    """The message as it is once nobody else can touch its key."""
    await work.lock([lock_of(found.key)])
    for message in await work.transaction.parked(found.topic, found.key):
        if message.seq == found.seq:
            return message
    raise NotParked(found.seq or 0)


def _problem(subscriptions: Subscriptions, message: Parked) -> str | None:
    decoded = subscriptions.read(received(message))
    if decoded is None:
        return "nobody here listens to events of its type; skip the message if it is not needed"
    return None if decoded.envelope is not None else decoded.problem
