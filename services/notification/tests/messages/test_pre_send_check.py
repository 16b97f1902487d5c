from datetime import UTC, date, datetime, timedelta

import pytest

from notification.contact_ledger.domain.attempts import REMEMBERED, Attempts
from notification.messages.domain.message_content import ContentItem, MessageContent
from notification.messages.domain.pre_send_check import pre_send_check
from notification.messages.domain.receivable import Receivable
from notification.messages.domain.verdict import Allowed, Refusal, Unknown
from notification.templates.domain.words import Words
from recoup_compliance.frequency import Cap, CoolDown, PersonCap
from recoup_compliance.history import PastAttempt
from recoup_compliance.rules import RULES
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import PersonId, ReceivableId
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.money import euros
from recoup_testing.pre_send import (
    ANOTHER,
    ASKED,
    DEBT,
    INVOICE,
    MORNING,
    NIGHT,
    NOON,
    OTHER,
    PROFILE,
    TERM,
    known,
    receivable,
    refusal,
    two,
)
from recoup_testing.reminders import item, reminder


def emails(*message_ids: str) -> Attempts:
    past = PastAttempt(at=NOON - timedelta(days=1), channel=Medium.EMAIL, debts=(DEBT,))
    return Attempts(by_contact=dict.fromkeys(message_ids, past))


def test_an_open_invoice_may_be_reminded_of_at_noon() -> None:
    verdict = pre_send_check(ASKED, None, known(), NOON)
    assert isinstance(verdict, Allowed)
    (asked_for,) = verdict.items
    assert (asked_for.amount, asked_for.balance) == (euros(100), euros(100))
    assert (verdict.recipient.name, verdict.address) == ("Ada Byron", "ada@example.com")
    assert (verdict.today, verdict.debts) == (date(2026, 1, 5), (DEBT,))
    assert verdict.rules_version == RULES.version


def test_nothing_can_be_said_before_every_invoice_has_arrived() -> None:
    waiting = two(receivable(), Receivable())
    assert pre_send_check(ASKED, None, waiting, NOON) == Unknown(receivable_id=ANOTHER)


def test_what_is_settled_or_set_aside_drops_out_and_the_rest_goes() -> None:
    for dropped in (receivable(0, 0, OTHER), receivable(60, 60, OTHER)):
        verdict = pre_send_check(ASKED, None, two(receivable(100, 30), dropped), NOON)
        assert isinstance(verdict, Allowed)
        assert [(i.invoice_id, i.amount) for i in verdict.items] == [(INVOICE, euros(70))]


def test_all_dropped_is_a_refusal() -> None:
    settled, contested = receivable(0, 0, OTHER), receivable(60, 60)
    assert refusal(two(receivable(0), settled)).rule == "policy.settled"
    assert refusal(two(contested, settled)).rule == "policy.nothing_chased"


def test_what_is_due_longest_comes_first() -> None:
    terms = receivable().terms
    assert terms is not None
    older = terms.model_copy(update={"due_date": date(2025, 12, 1), "number": "R-0"})
    second = receivable(100, 0, OTHER).model_copy(update={"terms": older})
    verdict = pre_send_check(ASKED, None, two(receivable(), second), NOON)
    assert isinstance(verdict, Allowed)
    assert [i.terms.number for i in verdict.items] == ["R-0", "R-1"]


def test_a_paid_invoice_is_left_alone() -> None:
    refused = refusal(known(balance=0))
    assert (refused.rule, refused.retry_at) == ("policy.settled", None)


def test_a_wholly_contested_invoice_is_left_alone() -> None:
    refused = refusal(known(balance=60, aside=60))
    assert (refused.rule, refused.inputs) == ("policy.nothing_chased", {"items": "1"})


def test_the_uncontested_rest_is_still_asked_for() -> None:
    verdict = pre_send_check(ASKED, None, known(aside=30), NOON)
    assert isinstance(verdict, Allowed)
    (rest,) = verdict.items
    assert (rest.amount, rest.set_aside.contested) == (euros(70), euros(30))


def test_a_message_never_asks_for_more_than_was_chased_when_its_step_was_due() -> None:
    wanted = known(reminder=reminder(item(amount=40)))
    verdict = pre_send_check(ASKED, None, wanted, NOON)
    assert isinstance(verdict, Allowed)
    assert [each.amount for each in verdict.items] == [euros(40)]


def test_at_night_the_message_waits_for_the_debtors_morning() -> None:
    refused = refusal(known(), at=NIGHT)
    assert (refused.rule, refused.retry_at) == ("policy-quiet-hours", MORNING)


def test_a_fourth_email_in_a_week_waits_until_the_week_is_over() -> None:
    refused = refusal(known(attempts=emails("msg_a", "msg_b", "msg_c")))
    assert (refused.rule, refused.retry_at) == (
        "policy-email-cap",
        datetime(2026, 1, 11, 7, 0, tzinfo=UTC),
    )


def test_a_messages_own_earlier_attempts_do_not_count_against_it() -> None:
    verdict = pre_send_check(ASKED, None, known(attempts=emails("msg_a", "msg_b", "msg_1")), NOON)
    assert isinstance(verdict, Allowed)


@pytest.mark.parametrize(
    ("kind", "purpose"),
    [
        (CustomerKind.ENTITY, "commercial"),
        (CustomerKind.NATURAL_PERSON, "consumer"),
        (CustomerKind.SOLE_TRADER, None),
    ],
)
def test_the_kind_of_customer_tells_the_purpose_of_the_debt(
    kind: CustomerKind, purpose: str | None
) -> None:
    assert PROFILE.model_copy(update={"kind": kind}).purpose == purpose


def asked_for(receivable_id: ReceivableId, amount: int) -> ContentItem:
    return ContentItem(invoice_id=INVOICE, receivable_id=receivable_id, amount=euros(amount))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, None),
        ({"items": (asked_for(TERM, 80),)}, "policy.outdated"),
        ({"items": (asked_for(ANOTHER, 100),)}, "policy.outdated"),
        ({"address_hash": "b2"}, "policy.outdated"),
    ],
)
def test_a_repeat_says_the_same_to_the_same_address_or_nothing(
    change: dict[str, object], rule: str | None
) -> None:
    queued = MessageContent(
        sender=CREDITOR_REGISTERED.details.sender,
        person_id=PersonId("per_1"),
        recipient="Ada Byron",
        address="ada@example.com",
        address_hash="a1",
        items=(asked_for(TERM, 100),),
        words=Words(template_version=1, language="de", subject="R-1", text="Bitte zahlen Sie."),
    ).model_copy(update=change)
    verdict = pre_send_check(ASKED, queued, known(), NOON)
    assert (verdict.rule if isinstance(verdict, Refusal) else None) == rule


def test_no_rule_looks_back_further_than_contacts_are_remembered() -> None:
    windows = [
        timedelta(days=rule.measure.days)
        for rule in RULES
        if isinstance(rule.measure, Cap | PersonCap | CoolDown)
    ]
    assert max(windows) < REMEMBERED
