"""Disables endpoints that are gone, or have done nothing but fail for days."""

from collections.abc import Iterable, Mapping

from recoup_events.kernel.envelope import Cause
from recoup_events.kernel.ids import TenantId
from recoup_events.webhook import DisabledReason
from recoup_eventstore.clock import Clock
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.work import UnitOfWork
from webhook.deliveries.domain.retrying import Answer, Health
from webhook.deliveries.senders.recorded import Line, Sent
from webhook.endpoints.domain.commands import DisableEndpoint
from webhook.endpoints.domain.endpoint import ENDPOINT


class Hopeless:
    """Decides about endpoints as anybody else does, with an event."""

    def __init__(self, command_runner: CommandRunner, clock: Clock, actor: str) -> None:
        self._command_runner = command_runner
        self._clock = clock
        self._actor = actor

    async def look(self, results: Iterable[Sent], health: Mapping[Line, Health]) -> None:
        """At those of whom the last results tell something bad."""
        for line, answer in _last(results).items():
            if answer.is_gone:
                gone = DisableEndpoint(
                    reason=DisabledReason.GONE,
                    detail="It answered 410 Gone: nothing is to be sent there any more.",
                )
                await self._disable(line, gone)
            elif line in health and health[line].is_hopeless:
                since = health[line].failing_since
                assert since is not None, "what is hopeless has failed"
                failing = DisableEndpoint(
                    reason=DisabledReason.FAILING,
                    detail=f"Every attempt since {since:%Y-%m-%dT%H:%MZ} has failed, the last one "
                    f"with: {answer.detail}. Put it right, enable it, and recover what it missed.",
                    failing_since=since,
                )
                await self._disable(line, failing)

    async def _disable(self, line: Line, command: DisableEndpoint) -> None:
        tenant, endpoint_id = line
        stream = ENDPOINT.stream(TenantId(tenant), endpoint_id, endpoint_id)
        cause = Cause(self._clock.now(), self._actor, self._command_runner.new_id())

        async def decision(work: UnitOfWork) -> None:
            await work.lock([stream.account], reading=[stream])
            await work.execute(ENDPOINT, stream, command, cause)

        await self._command_runner.decide(decision)


def _last(results: Iterable[Sent]) -> Mapping[Line, Answer]:
    """Of each endpoint; once it is gone, it is gone."""
    found: dict[Line, Answer] = {}
    for sent in sorted(results, key=lambda sent: sent.at):
        line = (sent.delivery.tenant, sent.delivery.endpoint_id)
        if sent.answer is not None and not (line in found and found[line].is_gone):
            found[line] = sent.answer
    return found
