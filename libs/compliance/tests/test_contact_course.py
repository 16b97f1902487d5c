"""What was done without a permit, or with one that the rules do not give, is named."""

from datetime import timedelta
from typing import Any

from recoup_compliance.contact_ledger.line import (
    Evidence,
    Kind,
)
from recoup_compliance.history import History
from recoup_compliance.rules import RULES
from recoup_events.kernel.channels import Medium
from recoup_testing.contact_ledgers import DEBTS, NOON, Ledger, evidence, past, problems


def test_a_mail_sent_without_a_permit_is_named() -> None:
    ledger = Ledger("cus_1")
    ledger.add(Kind.SENT, NOON, attempt=1)
    assert problems(ledger) == ["sent without a permit"]


def test_a_permit_serves_one_attempt() -> None:
    ledger = Ledger("cus_1")
    ledger.mail("msg_1", NOON)
    ledger.add(Kind.SENT, NOON, contact_id="msg_1", attempt=2)
    assert problems(ledger) == ["sent without a permit"]


def test_a_refused_mail_that_was_sent_nevertheless_is_named() -> None:
    ledger = Ledger("cus_1")
    ledger.mail("msg_1", NOON + timedelta(hours=11))
    assert problems(ledger) == ["sent without a permit"]


def test_a_permit_that_the_rules_do_not_give_is_named() -> None:
    ledger = Ledger("cus_1")
    night = NOON + timedelta(hours=11)
    asked = {"debts": DEBTS, "rules_version": RULES.version}
    given = evidence(night, History(), Medium.EMAIL)
    ledger.add(Kind.PERMITTED, night, given, attempt=1, **asked)
    (named,) = problems(ledger)
    assert named.startswith("a permit that the rules do not give: ")
    assert "quiet-hours" in named


def test_a_permit_without_any_rule_asked_is_named() -> None:
    ledger = Ledger("cus_1")
    ledger.add(Kind.PERMITTED, NOON, Evidence(), attempt=1)
    assert problems(ledger) == ["it was permitted, and no rule was asked"]


def test_a_permit_for_another_moment_is_named() -> None:
    ledger = Ledger("cus_1")
    asked = {"debts": DEBTS, "rules_version": RULES.version}
    given = evidence(NOON, History(), Medium.EMAIL)
    ledger.add(Kind.PERMITTED, NOON + timedelta(hours=11), given, attempt=1, **asked)
    assert problems(ledger) == ["the contact that was judged is another one than the line's"]


def test_earlier_contacts_that_the_rules_were_not_given_of_are_named() -> None:
    ledger = Ledger("cus_1")
    ledger.mail("msg_1", NOON)
    ledger.mail("msg_2", NOON + timedelta(days=1), past(NOON))
    ledger.mail("msg_3", NOON + timedelta(days=2), past(NOON))
    assert problems(ledger) == ["the rules were not told of 1 earlier contacts with the person"]


def test_a_call_made_after_its_permit_had_ended_is_named() -> None:
    ledger = Ledger("cus_1")
    call: dict[str, Any] = {"contact_id": "cal_1", "channel": Medium.CALL}
    ledger.judge(NOON, until=NOON + timedelta(minutes=30), **call)
    late: dict[str, Any] = {
        "called_at": NOON + timedelta(minutes=31),
        "counts": True,
        "conversation": False,
    }
    ledger.add(Kind.MADE, NOON + timedelta(hours=1), debts=DEBTS, **call | late)
    assert problems(ledger) == ["called after its permit had ended at 2026-01-05T11:30:00+00:00"]


def test_rules_of_another_release_are_not_taken_for_these() -> None:
    ledger = Ledger("cus_1")
    given = evidence(NOON, History(), Medium.EMAIL)
    ledger.add(Kind.PERMITTED, NOON, given, attempt=1, debts=DEBTS, rules_version="rules-of-old")
    (named,) = problems(ledger)
    assert named.startswith("it was judged by rules-of-old, which this program does not know")
