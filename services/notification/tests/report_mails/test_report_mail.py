"""A report that was made is mailed once to each of those who are to know, and tried until it is sent."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from notification.channels.email.read_back import difference
from notification.channels.with_files import WithFiles
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.retries import WAITS
from notification.report_mails.consumers import mail_report
from notification.report_mails.domain import report_mail as mails
from notification.report_mails.domain.report_mail import REPORT_MAIL, SEND
from notification.report_mails.domain.words import text_of
from notification.report_mails.senders import ReportMailEffect
from recoup_events.invoice import SenderIdentity
from recoup_events.invoice.report import ReportMade
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, derived
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_files.folder import FolderStore
from recoup_testing.clock import TurnedClock
from recoup_testing.mail_example import written
from recoup_testing.scenario import Scenario

ACCOUNT = Account(TenantId("acme"), "rps_1")
NOW = datetime(2026, 1, 6, 6, tzinfo=UTC)
SENDER = SenderIdentity(name="Sandmann Receivables", reply_to="money@sandmann.example")
CSV = b"customer,total\r\n"
FILE = StoredFile(
    name="aging-2026-01-06.csv",
    content_type="text/csv",
    size=len(CSV),
    sha256=sha256(CSV).hexdigest(),
    key="acme/reports/rpr_1/csv",
)
MADE = ReportMade(
    run_id="rpr_1",
    schedule_id="rps_1",
    report_name="Aging",
    report="aging",
    as_of=date(2026, 1, 6),
    sender=SENDER,
    summary=("Total EUR: 100.00",),
    rows=1,
    paths=("/v1/report-runs/rpr_1/files/csv",),
    files=(FILE,),
    recipients=("ada@sandmann.example", "ben@sandmann.example"),
)
ASK = mails.AskMail(
    mail_id="rml_1",
    run_id="rpr_1",
    schedule_id="rps_1",
    sender=SENDER,
    recipient="ada@sandmann.example",
    title="Aging, 2026-01-06",
    text=text_of(MADE),
    files=MADE.files,
    at=NOW,
)
ASKED = mails.ReportMailAsked.model_validate(ASK, from_attributes=True)
TRIED = mails.ReportMailAttempted(attempt=1)
Loop = Effects[Any, Any]
report_mail = Scenario(REPORT_MAIL)


def test_it_is_asked_for_once_and_ends_once() -> None:
    report_mail.given().when(ASK).then(ASKED)
    report_mail.given(ASKED).when(ASK).then_nothing()
    report_mail.given(ASKED).when(mails.BeginAttempt(at=NOW)).then(TRIED)
    sent = mails.ReportMailSent(attempt=1, provider_id="250 OK", at=NOW)
    taken = mails.RecordOutcome(outcome=Taken(provider_id="250 OK"), at=NOW)
    report_mail.given(ASKED, TRIED).when(taken).then(sent)
    report_mail.given(ASKED, TRIED, sent).when(taken).then_nothing()
    report_mail.given(ASKED, TRIED, sent).when(mails.BeginAttempt(at=NOW)).then_nothing()


def test_what_is_deferred_is_tried_again_until_the_waits_are_used_up() -> None:
    later = mails.RecordOutcome(outcome=Deferred(reason="451"), at=NOW)
    deferred = mails.ReportMailDeferred(attempt=1, reason="451", retry_at=NOW + WAITS[0])
    report_mail.given(ASKED, TRIED).when(later).then(deferred)
    last = mails.ReportMailAttempted(attempt=len(WAITS) + 1)
    reason = "attempts used up; the last one: 451"
    failed = mails.ReportMailFailed(attempt=len(WAITS) + 1, reason=reason, at=NOW)
    report_mail.given(ASKED, last).when(later).then(failed)
    no = mails.RecordOutcome(outcome=Rejected(reason="550"), at=NOW)
    refused = mails.ReportMailFailed(attempt=1, reason="550", at=NOW)
    report_mail.given(ASKED, TRIED).when(no).then(refused)


@pytest.fixture
def loop(command_runner: CommandRunner, clock: TurnedClock, sink: Any) -> Loop:
    effect = ReportMailEffect(sink)
    return Effects(command_runner, clock, "notification", REPORT_MAIL, SEND, effect)


@pytest.fixture
def made(command_runner: CommandRunner, clock: TurnedClock) -> Callable[[], Awaitable[None]]:
    """The report is heard of."""

    async def received() -> None:
        cause = Cause(clock.now(), "test", UUID(int=7))
        stream = Stream(ACCOUNT, "report_run", "rpr_1")
        async with command_runner.work() as work:
            await work.lock([ACCOUNT])
            await mail_report(work, Envelope(UUID(int=8), stream, 2, cause, MADE), cause)

    return received


async def test_each_gets_one_mail_however_often_it_is_heard_of(
    made: Callable[[], Awaitable[None]], loop: Loop, sink: Any
) -> None:
    await made()
    await loop.step()
    await made()
    await loop.step()
    assert await loop.quiet()
    assert sorted(each.content.address for each in sink.postings) == list(MADE.recipients)
    ids = {each.message_id for each in sink.postings}
    assert ids == {derived("rml", "rpr_1", address) for address in MADE.recipients}
    (text,) = {each.content.words.text for each in sink.postings}
    assert "Total EUR: 100.00" in text
    assert "/v1/report-runs/rpr_1/files/csv" in text
    assert "Attached: aging-2026-01-06.csv." in text


async def test_its_files_are_read_from_the_store_and_go_along(
    made: Callable[[], Awaitable[None]], loop: Loop, sink: Any, tmp_path: Path
) -> None:
    await made()
    await loop.step()
    store, read = FolderStore(tmp_path), type(sink)()
    assert isinstance(await WithFiles(read, store).send(sink.postings[0]), Deferred)
    await store.put(FILE.key, CSV, "text/csv")
    await WithFiles(read, store).send(sink.postings[0])
    (attachment,) = read.postings[0].attachments
    assert (attachment.name, attachment.content) == (FILE.name, CSV)


def test_what_is_too_large_for_a_mail_is_said() -> None:
    both = (*MADE.paths, "/v1/report-runs/rpr_1/files/pdf")
    text = text_of(MADE.model_copy(update={"paths": both}))
    assert "Attached: aging-2026-01-06.csv; the rest is too large for a mail." in text
    assert "Attached" not in text_of(MADE.model_copy(update={"files": ()}))


async def test_a_mail_that_the_relay_defers_goes_later_under_the_same_id(
    made: Callable[[], Awaitable[None]],
    loop: Loop,
    sink: Any,
    clock: TurnedClock,
    recorded: Callable[[], Awaitable[list[Event]]],
) -> None:
    sink.outcomes = [Deferred(reason="451 greylisted"), Taken(provider_id="250 OK")]
    await made()
    await loop.step()
    assert await loop.quiet()
    clock.turn(WAITS[0])
    await loop.step()
    ids = [each.message_id for each in sink.postings]
    assert (len(ids), len(set(ids))) == (3, 2)
    sent = [event for event in await recorded() if isinstance(event, mails.ReportMailSent)]
    assert len(sent) == 2


async def test_what_is_written_reads_as_it_was_meant(
    made: Callable[[], Awaitable[None]], loop: Loop, sink: Any
) -> None:
    await made()
    await loop.step()
    meant = written(sink.postings[0])
    content = meant.written()
    assert difference(content, meant) is None
    assert b"Subject: Aging, 2026-01-06" in content
    assert b"Reply-To: Sandmann Receivables <money@sandmann.example>" in content
    assert b"List-Unsubscribe" not in content
