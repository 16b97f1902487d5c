from datetime import UTC, datetime, timedelta

import pytest

from notification.contact_ledger.domain import events as contact_events
from notification.messages.domain import commands
from notification.messages.domain import events as events
from notification.messages.domain.errors import MessageRefused
from notification.messages.domain.message import MESSAGE
from notification.messages.domain.message_content import ContentItem, MessageContent
from notification.messages.domain.message_state import MessageState
from notification.messages.domain.outcomes import Deferred, Outcome, Rejected, Taken
from notification.messages.domain.retries import WAITS
from notification.messages.domain.verdict import Refusal
from notification.templates.domain.words import Words
from recoup_compliance.contact_ledger.line import Evidence
from recoup_events import notification as public
from recoup_events.invoice import SenderIdentity
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import DebtId, InvoiceId, MessageId, PersonId, receivable_id_of
from recoup_events.kernel.money import Money
from recoup_testing.scenario import Scenario

NINE = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
ID, INVOICE = MessageId("msg_1"), InvoiceId("inv_1")
TERM = receivable_id_of(INVOICE, 0)
ABOUT = {"message_id": ID, "receivable_id": TERM}
WHOSE = {"customer_id": "cus_1", "creditor_id": "crd_1", "person_id": PersonId("per_1")}
IDS = {"message_id": ID, "reminder_id": "rem_1", "channel": Channel.EMAIL, **WHOSE}
DEBTS = (DebtId("deb_1"),)
OWED = Money(minor_units=100_00, currency="EUR")
ASKED = events.MessageAsked(**IDS, template="friendly_reminder", send_at=NINE)
ASK = commands.AskMessage.model_validate(ASKED.model_dump())
CONTENT = MessageContent(
    sender=SenderIdentity(name="Acme Receivables"),
    person_id=PersonId("per_1"),
    recipient="Ada Byron",
    address="ada@example.com",
    address_hash="a1",
    items=(ContentItem(invoice_id=INVOICE, receivable_id=TERM, amount=OWED),),
    words=Words(template_version=1, language="en", subject="A reminder", text="Please pay."),
)
RENDERED = events.MessageRendered(message_id=ID, content=CONTENT)
QUEUE = commands.QueueMessage(content=CONTENT, debts=DEBTS, rules_version="rules-1", at=NINE)
QUEUED = public.MessageQueued(
    **IDS,
    template="friendly_reminder",
    template_version=1,
    address_hash="a1",
    body_digest=CONTENT.words.digest,
    rules_version="rules-1",
)
HELD = events.MessageHeld(**ABOUT)
RELEASED = events.MessageReleased(**ABOUT, send_at=TEN)
GREYLISTED = Deferred(reason="451 greylisted")
LOST = Deferred(reason="connection lost", in_doubt=True)

message = Scenario(MESSAGE)


def dispatched(attempt: int = 1, at: datetime = NINE) -> contact_events.MessageDispatched:
    return contact_events.MessageDispatched(**IDS, debts=DEBTS, attempt=attempt, at=at)


def postponed(attempt: int = 1, *, in_doubt: bool = False) -> events.MessageAttemptFailed:
    return events.MessageAttemptFailed(
        message_id=ID,
        attempt=attempt,
        reason=LOST.reason if in_doubt else GREYLISTED.reason,
        in_doubt=in_doubt,
        retry_at=NINE + WAITS[attempt - 1],
    )


def failed(reason: str, attempt: int = 1) -> public.MessageFailed:
    return public.MessageFailed(**IDS, reason=reason, attempt=attempt)


def refusal(retry_at: datetime | None) -> Refusal:
    return Refusal(
        rule="policy-quiet-hours",
        rules_version="rules-1",
        citation="Creditor's policy",
        inputs={"local_time": "23:00"},
        retry_at=retry_at,
        evidence=Evidence(),
    )


def refused(retry_at: datetime | None) -> public.ContactRefused:
    return public.ContactRefused(
        **IDS,
        **refusal(retry_at).model_dump(),
    )


SENDING: tuple[Event, ...] = (ASKED, RENDERED, QUEUED, dispatched())
SENT = public.MessageSent(**IDS, provider_id="250 ok", attempt=1)


def outcome(of: Outcome) -> commands.RecordOutcome:
    return commands.RecordOutcome(outcome=of, at=NINE)


def test_a_message_asked_for_wants_to_be_looked_at_at_its_moment() -> None:
    state = message.given().when(ASK).then(ASKED)
    assert MESSAGE.timers(state) == {"send": NINE}


def test_a_reminder_heard_twice_is_one_message() -> None:
    message.given(ASKED).when(ASK).then_nothing()
    message.given(*SENDING, SENT).when(ASK).then_nothing()


def test_a_message_waits_without_a_moment_until_its_invoice_is_heard_of() -> None:
    state = message.given(ASKED).when(commands.HoldMessage(receivable_id=TERM)).then(HELD)
    assert MESSAGE.timers(state) == {}


def test_a_released_message_is_looked_at_when_its_invoice_was_heard_of() -> None:
    state = (
        message.given(ASKED, HELD)
        .when(commands.ReleaseMessage(receivable_id=TERM, at=TEN))
        .then(RELEASED)
    )
    assert MESSAGE.timers(state) == {"send": TEN}


def test_queueing_keeps_the_words_says_the_permission_and_begins_the_first_attempt() -> None:
    state = message.given(ASKED).when(QUEUE).then(RENDERED, QUEUED, dispatched())
    assert (state.state, state.content) == (MessageState.SENDING, CONTENT)


def test_an_attempt_without_an_outcome_is_asked_about_again() -> None:
    assert MESSAGE.timers(message.given(*SENDING).state) == {"send": NINE}


def test_a_message_the_provider_took_is_sent_and_wants_nothing_more() -> None:
    state = message.given(*SENDING).when(outcome(Taken(provider_id="250 ok"))).then(SENT)
    assert state.state is MessageState.SENT
    assert MESSAGE.timers(state) == {}


def test_a_deferred_message_is_tried_again_after_a_wait() -> None:
    state = message.given(*SENDING).when(outcome(GREYLISTED)).then(postponed())
    assert MESSAGE.timers(state) == {"send": NINE + WAITS[0]}
    assert state.doubts == 0


def test_a_repeat_says_nothing_in_public_and_counts_the_attempt() -> None:
    repeat = commands.RepeatMessage(debts=DEBTS, at=TEN)
    state = message.given(*SENDING, postponed()).when(repeat).then(dispatched(2, TEN))
    assert state.attempts == 2


def test_the_last_deferral_ends_the_message() -> None:
    last = len(WAITS) + 1
    tries = [event for n in range(1, last) for event in (postponed(n), dispatched(n + 1))]
    message.given(*SENDING, *tries).when(outcome(GREYLISTED)).then(
        failed("attempts used up; the last one: 451 greylisted", last)
    )


def test_a_rejected_message_is_not_tried_again() -> None:
    state = (
        message.given(*SENDING)
        .when(outcome(Rejected(reason="550 no such user")))
        .then(failed("550 no such user"))
    )
    assert MESSAGE.timers(state) == {}


def test_an_attempt_lost_on_the_way_is_repeated_and_counted_as_in_doubt() -> None:
    state = message.given(*SENDING).when(outcome(LOST)).then(postponed(in_doubt=True))
    assert state.doubts == 1


def test_an_attempt_a_crash_left_open_is_repeated_and_counted_as_in_doubt() -> None:
    state = (
        message.given(*SENDING)
        .when(commands.RepeatMessage(debts=DEBTS, at=TEN))
        .then(dispatched(2, TEN))
    )
    assert state.doubts == 1


def test_crashes_use_up_the_attempts_like_every_other_failure() -> None:
    last = len(WAITS) + 1
    crashes = [dispatched(n) for n in range(2, last + 1)]
    message.given(*SENDING, *crashes).when(commands.RepeatMessage(debts=DEBTS, at=TEN)).then(
        failed("the last attempt began and its outcome is unknown", last)
    )


def test_a_refusal_that_passes_moves_the_message_to_the_next_lawful_moment() -> None:
    refuse = commands.RefuseContact(refusal=refusal(TEN))
    state = message.given(ASKED).when(refuse).then(refused(TEN))
    assert MESSAGE.timers(state) == {"send": TEN}


def test_a_refusal_that_stays_ends_the_message() -> None:
    refuse = commands.RefuseContact(refusal=refusal(None))
    state = message.given(ASKED).when(refuse).then(refused(None))
    assert state.state is MessageState.REFUSED
    assert MESSAGE.timers(state) == {}


@pytest.mark.parametrize("open_attempt", [(), (postponed(in_doubt=True),)])
def test_a_refused_repeat_does_not_claim_that_nothing_arrived(open_attempt: tuple[Event]) -> None:
    refuse = commands.RefuseContact(refusal=refusal(None))
    state = (
        message.given(*SENDING, *open_attempt)
        .when(refuse)
        .then(
            refused(None),
            failed("an earlier attempt is in doubt, and policy-quiet-hours forbids another"),
        )
    )
    assert state.state is MessageState.FAILED


def test_a_message_without_a_template_is_given_up_before_it_is_sent() -> None:
    abandon = commands.AbandonMessage(reason="no template")
    message.given(ASKED).when(abandon).then(failed("no template"))


@pytest.mark.parametrize(
    ("history", "command"),
    [
        ((), QUEUE),
        ((), outcome(GREYLISTED)),
        ((ASKED,), outcome(GREYLISTED)),
        ((ASKED,), commands.RepeatMessage(debts=DEBTS, at=TEN)),
        ((ASKED,), commands.ReleaseMessage(receivable_id=TERM, at=TEN)),
        ((ASKED, HELD), QUEUE),
        (SENDING, QUEUE),
        (SENDING, commands.HoldMessage(receivable_id=TERM)),
        (SENDING, commands.AbandonMessage(reason="late")),
        ((*SENDING, SENT), commands.RepeatMessage(debts=DEBTS, at=TEN)),
        ((*SENDING, SENT), commands.RefuseContact(refusal=refusal(None))),
        ((ASKED, refused(None)), QUEUE),
        ((ASKED, failed("no template")), QUEUE),
    ],
)
def test_what_the_table_does_not_list_is_refused(
    history: tuple[Event, ...], command: commands.MessageCommand
) -> None:
    message.given(*history).when(command).then_refused(MessageRefused)
