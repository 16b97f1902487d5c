"""What became of mails about reports is listed, without their words and addresses."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from notification.messages.domain.outcomes import Rejected, Taken
from notification.report_mails.domain.report_mail import REPORT_MAIL, SEND
from notification.report_mails.senders import ReportMailEffect
from recoup_events.invoice import SenderIdentity
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.event import Event
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock

pytestmark = pytest.mark.servers
MADE = ReportMade(
    run_id="rpr_1",
    schedule_id="rps_1",
    report_name="Aging",
    report="aging",
    as_of=date(2026, 1, 6),
    sender=SenderIdentity(name="Sandmann Receivables"),
    summary=(),
    rows=0,
    paths=(),
    recipients=("ada@sandmann.example", "ben@sandmann.example"),
)


async def listed(ops: AsyncClient, **query: str) -> list[dict[str, Any]]:
    answer = await ops.get("/v1/report-mails", params=query)
    assert answer.is_success, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_mails_are_listed_with_what_became_of_them(
    ops: AsyncClient,
    receive: Callable[[Event], Awaitable[None]],
    follow: Callable[[], Awaitable[None]],
    command_runner: CommandRunner,
    clock: TurnedClock,
    sink: Any,
) -> None:
    await receive(MADE)
    await follow()
    assert {row["state"] for row in await listed(ops, run_id="rpr_1")} == {"waiting"}
    sink.outcomes = [Taken(provider_id="250 OK"), Rejected(reason="550 no such user")]
    effect = ReportMailEffect(sink)
    await Effects(command_runner, clock, "notification", REPORT_MAIL, SEND, effect).step()
    await follow()
    (sent,) = await listed(ops, state="sent")
    (failed,) = await listed(ops, state="failed")
    assert (sent["attempts"], sent["reason"]) == (1, None)
    assert (failed["attempts"], failed["reason"]) == (1, "550 no such user")
    assert await listed(ops, run_id="rpr_2") == []
    oldest = [row["id"] for row in await listed(ops, sort="created_at")]
    assert oldest == [row["id"] for row in await listed(ops)][::-1]
    assert "sandmann.example" not in str(sent)
