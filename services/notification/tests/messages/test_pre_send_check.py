from datetime import UTC, date, datetime, timedelta

import pytest

from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import REMEMBERED, Attempts
from notification.debtors.domain.debtor import Debtor, Profile
from notification.messages.domain.events import MessageAsked
from notification.messages.domain.message_content import MessageContent
from notification.messages.domain.pre_send_check import Known, pre_send_check
from notification.messages.domain.receivable import Receivable, Terms
from notification.messages.domain.verdict import Allowed, Refusal, Unknown
from notification.templates.domain.words import Words
from recoup_compliance.attempt import Medium
from recoup_compliance.frequency import Cap, CoolDown
from recoup_compliance.history import OptOut, PastAttempt
from recoup_compliance.rulebook import RULES, rules_version
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole
from recoup_events.kernel.ids import CustomerId, InvoiceId, MessageId, ReminderId
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_receivables.cover import Cover
from recoup_receivables.owed import Owed
from recoup_testing.money import euros
from recoup_testing.persons import person

NOON = datetime(2026, 1, 5, 11, 0, tzinfo=UTC)  # in Berlin
NIGHT = datetime(2026, 1, 5, 22, 0, tzinfo=UTC)
MORNING = datetime(2026, 1, 6, 7, 0, tzinfo=UTC)
INVOICE = InvoiceId("inv_1")
ASKED = MessageAsked(
    message_id=MessageId("msg_1"),
    reminder_id=ReminderId("rem_1"),
    invoice_id=INVOICE,
    customer_id=CustomerId("cus_1"),
    channel=Channel.EMAIL,
    template="friendly_reminder",
    role=ContactRole.BILLING,
    amount=Money(minor_units=100_00, currency="EUR"),
    send_at=NOON,
)
ADA = person("Ada Byron", email="ada@example.com")
PROFILE = Profile(
    name="Byron Looms GmbH",
    kind=CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
    persons=(ADA,),
)


def known(
    *,
    balance: int = 100,
    aside: int = 0,
    debtor: Debtor | None = None,
    wishes: Wishes | None = None,
    attempts: Attempts | None = None,
) -> Known:
    terms = Terms(number="R-1", purchase_order=None, due_date=date(2026, 1, 1))
    contested = Cover(by="dispute", slices=(Slice(invoice_id=INVOICE, amount=euros(aside)),))
    owed = Owed(balance=euros(balance), covers={"dsp_1": contested})
    return Known(
        debtor=debtor or Debtor(profile=PROFILE),
        receivable=Receivable(terms=terms, owed=owed),
        wishes=wishes or Wishes(),
        attempts=attempts or Attempts(),
    )


def refusal(what: Known, *, asked: MessageAsked = ASKED, at: datetime = NOON) -> Refusal:
    verdict = pre_send_check(asked, None, what, at)
    assert isinstance(verdict, Refusal)
    return verdict


def emails(*message_ids: str) -> Attempts:
    past = PastAttempt(at=NOON - timedelta(days=1), channel=Medium.EMAIL, invoice_id=INVOICE)
    return Attempts(by_message={MessageId(id): past for id in message_ids})


def test_an_open_invoice_may_be_reminded_of_at_noon() -> None:
    what = known()
    assert pre_send_check(ASKED, None, what, NOON) == Allowed(
        terms=what.receivable.terms,
        balance=euros(100),
        customer=PROFILE,
        recipient="Ada Byron",
        address="ada@example.com",
        amount=euros(100),
        today=date(2026, 1, 5),
        rules_version=rules_version(RULES),
    )


@pytest.mark.parametrize(
    "what",
    [
        known().model_copy(update={"receivable": Receivable()}),
        known().model_copy(update={"debtor": Debtor()}),
    ],
)
def test_nothing_can_be_said_about_what_has_not_been_heard_of(what: Known) -> None:
    assert pre_send_check(ASKED, None, what, NOON) == Unknown()


def test_a_paid_invoice_is_left_alone() -> None:
    refused = refusal(known(balance=0))
    assert (refused.rule, refused.retry_at) == ("policy.settled", None)


def test_a_wholly_contested_invoice_is_left_alone() -> None:
    refused = refusal(known(balance=60, aside=60))
    assert (refused.rule, refused.inputs) == ("policy.nothing_chased", {"balance": "60.00 EUR"})


def test_the_uncontested_rest_is_still_asked_for() -> None:
    verdict = pre_send_check(ASKED, None, known(aside=30), NOON)
    assert isinstance(verdict, Allowed)
    assert verdict.amount == euros(70)


def test_a_message_never_asks_for_more_than_was_chased_when_its_step_was_due() -> None:
    asked = ASKED.model_copy(update={"amount": euros(40)})
    verdict = pre_send_check(asked, None, known(), NOON)
    assert isinstance(verdict, Allowed)
    assert verdict.amount == euros(40)


@pytest.mark.parametrize(
    "change", [{"role": ContactRole.SENIOR_LEADERSHIP}, {"channel": Channel.SMS}]
)
def test_a_role_without_an_address_is_not_written_to(change: dict[str, object]) -> None:
    assert refusal(known(), asked=ASKED.model_copy(update=change)).rule == "policy.no_address"


def test_what_is_no_address_is_not_written_to_either() -> None:
    contact = ADA.model_copy(update={"emails": ("ada..byron@example.com",)})
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (contact,)}))
    refused = refusal(known(debtor=debtor))
    assert (refused.rule, refused.retry_at) == ("policy.invalid_address", None)
    assert "byron" not in refused.model_dump_json()


def test_at_night_the_message_waits_for_the_debtors_morning() -> None:
    refused = refusal(known(), at=NIGHT)
    assert (refused.rule, refused.retry_at) == ("policy-quiet-hours", MORNING)


def test_an_opt_out_closes_the_channel() -> None:
    said_no = Wishes(opt_outs=(OptOut(at=NOON, channel=Medium.EMAIL),))
    assert refusal(known(wishes=said_no)).rule == "policy-channel-opt-out"


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


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({}, None),
        ({"amount": euros(80)}, "policy.outdated"),
        ({"address": "old@example.com"}, "policy.outdated"),
    ],
)
def test_a_repeat_says_the_same_to_the_same_address_or_nothing(
    change: dict[str, object], rule: str | None
) -> None:
    queued = MessageContent(
        recipient="Ada Byron",
        address="ada@example.com",
        amount=euros(100),
        words=Words(template_version=1, language="de", subject="R-1", text="Bitte zahlen Sie."),
    ).model_copy(update=change)
    verdict = pre_send_check(ASKED, queued, known(), NOON)
    assert (verdict.rule if isinstance(verdict, Refusal) else None) == rule


def test_no_rule_looks_back_further_than_contacts_are_remembered() -> None:
    windows = [
        timedelta(days=rule.measure.days)
        for rule in RULES
        if isinstance(rule.measure, Cap | CoolDown)
    ]
    assert max(windows) < REMEMBERED
