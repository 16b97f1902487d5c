from datetime import date

import pytest

from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.ids import (
    EnrolmentId,
    InvoiceId,
    ReminderId,
    RoundId,
    derived,
    receivable_id_of,
)
from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_events.workflow_scheduler import Item, Remind, ReminderRequested
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import CUSTOMER, DUE, berlin, eur
from recoup_testing.scenario import Scenario
from workflow_scheduler.contact_policies.domain.contact_policy import Bundling
from workflow_scheduler.contact_rounds.domain.commands import Entry, PlanRound, RequestReminders
from workflow_scheduler.contact_rounds.domain.contact_round import ROUND
from workflow_scheduler.contact_rounds.domain.events import RoundEnded, RoundPlanned

ROUND_ID = RoundId("rnd_1")
TEN = berlin("2026-03-05 10:00")
PLAN = PlanRound(round_id=ROUND_ID, customer_id=CUSTOMER, creditor_id=CREDITOR, at=TEN)
PLANNED = RoundPlanned(
    round_id=ROUND_ID, customer_id=CUSTOMER, creditor_id=CREDITOR, turn=1, planned_for=TEN
)
MAIL = Remind(channel=Channel.EMAIL, template="friendly_reminder")
SILENT = RoundEnded(round_id=ROUND_ID, customer_id=CUSTOMER, items=0, reminders=0, ended_at=TEN)

contact_round = Scenario(ROUND)


def entry(
    invoice: str, level: int = 1, remind: Remind = MAIL, due_date: date = DUE, text: str = "step"
) -> Entry:
    item = Item(
        invoice_id=InvoiceId(invoice),
        receivable_id=receivable_id_of(InvoiceId(invoice), 0),
        enrolment_id=EnrolmentId(f"enr_{invoice}"),
        step=text,
        occurrence=1,
        template=f"level_{level}",
        level=level,
        amount=eur("100.00"),
    )
    remind = remind.model_copy(update={"template": item.template})
    return Entry(remind=remind, item=item, due_date=due_date)


def request(
    *entries: Entry, bundling: Bundling = Bundling.PER_CUSTOMER, more: bool = False
) -> RequestReminders:
    return RequestReminders(now=TEN, entries=entries, bundling=bundling, more=more)


def reminders(command: RequestReminders) -> list[ReminderRequested]:
    recorded = ROUND.decide(command, contact_round.given(PLANNED).state)
    return [event for event in recorded if isinstance(event, ReminderRequested)]


def test_the_first_that_waits_plans_the_round_and_others_join_it() -> None:
    state = contact_round.given().when(PLAN).then(PLANNED)
    assert ROUND.timers(state) == {"contact": TEN}
    contact_round.given(PLANNED).when(PLAN).then_nothing()


def test_six_invoices_are_one_reminder_with_six_items_the_oldest_first() -> None:
    entries = [entry(f"inv_{n}", due_date=date(2026, 3, 9 - n)) for n in range(1, 7)]
    [reminder] = reminders(request(*entries))
    assert [item.invoice_id for item in reminder.items] == [f"inv_{n}" for n in range(6, 0, -1)]
    assert (reminder.round_id, reminder.creditor_id) == (ROUND_ID, CREDITOR)
    assert reminder.reminder_id == ReminderId(derived("rem", ROUND_ID, 1, 0))


def test_the_firmest_item_decides_the_words_around_and_each_keeps_its_own() -> None:
    [reminder] = reminders(request(entry("inv_1"), entry("inv_2", level=3), entry("inv_3")))
    assert (reminder.level, reminder.template) == (3, "level_3")
    assert [item.template for item in reminder.items] == ["level_1", "level_3", "level_1"]


def test_channels_and_audiences_have_reminders_of_their_own() -> None:
    text = MAIL.model_copy(update={"channel": Channel.SMS})
    chief = MAIL.model_copy(update={"recipients": (ContactRole.DECISION_MAKER,)})
    command = request(entry("inv_1"), entry("inv_1", remind=text), entry("inv_2", remind=chief))
    assert len(reminders(command)) == 3


def test_a_tenant_may_want_one_message_for_each_invoice() -> None:
    command = request(entry("inv_1"), entry("inv_2"), bundling=Bundling.PER_INVOICE)
    assert [len(reminder.items) for reminder in reminders(command)] == [1, 1]


@pytest.mark.parametrize(("text", "expected"), [("friendly", 1), ("x" * 2000, 3)])
def test_a_reminder_is_never_larger_than_an_event_may_be(text: str, expected: int) -> None:
    requested = reminders(request(*(entry(f"inv_{n}", text=text) for n in range(1_000))))
    assert len(requested) == expected
    assert sum(len(reminder.items) for reminder in requested) == 1_000
    for reminder in requested:
        assert len(reminder.model_dump_json().encode()) < EVENT_BYTES


def test_a_round_with_nothing_left_ends_silent() -> None:
    state = contact_round.given(PLANNED).when(request()).then(SILENT)
    assert ROUND.timers(state) == {}
    contact_round.given(PLANNED, SILENT).when(request()).then_nothing()


def test_what_comes_after_the_round_gets_another_turn() -> None:
    again = PLANNED.model_copy(update={"turn": 2, "planned_for": berlin("2026-03-05 14:00")})
    late = PLAN.model_copy(update={"at": berlin("2026-03-05 14:00")})
    contact_round.given(PLANNED, SILENT).when(late).then(again)


def test_what_does_not_fit_one_turn_follows_a_moment_later() -> None:
    state = contact_round.given(PLANNED).state
    for event in ROUND.decide(request(entry("inv_1"), more=True), state):
        state = ROUND.evolve(state, event)
    assert ROUND.timers(state) == {"contact": berlin("2026-03-05 10:00:01")}
