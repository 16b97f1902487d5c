from datetime import datetime, time, timedelta
from typing import Any

import pytest

from notification.calls.domain.check import Allowed, KnownCall, check
from notification.calls.domain.events import CallRequested
from notification.consents.domain.address import Address, Bounce
from notification.consents.domain.wishes import Wishes
from notification.contact_ledger.domain.attempts import Attempts
from notification.debtors.domain.debtor import Debtor
from notification.messages.domain.verdict import Refusal
from recoup_compliance.attempt import Place
from recoup_compliance.history import Conversation, OptOut, PastAttempt
from recoup_events.invoice import CustomerKind, InconvenientTime
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CallId
from recoup_events.notification import CallItem
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import euros
from recoup_testing.persons import person
from recoup_testing.pre_send import (
    ASKED,
    BOLTS,
    DEBT,
    INVOICE,
    NIGHT,
    NOON,
    PROFILE,
    TERM,
    receivable,
)

ADA = person("Ada Byron", phone="+4930901820")
COMPANY = PROFILE.model_copy(update={"persons": (ADA,)})
AMERICAN = COMPANY.model_copy(
    update={
        "kind": CustomerKind.NATURAL_PERSON,
        "country": "US",
        "subdivision": "US-NY",
        "time_zone": "America/New_York",
    }
)
AGENCY = BOLTS.model_copy(
    update={"details": BOLTS.details and BOLTS.details.model_copy(update={"role": "agency"})}
)


CLIENT = BOLTS.model_copy(
    update={"details": BOLTS.details and BOLTS.details.model_copy(update={"on_behalf_of": "Nuts"})}
)
BOSTONIAN = AMERICAN.model_copy(update={"subdivision": "US-MA"})


def asked(at: datetime = NOON, place: Place | None = None) -> CallRequested:
    return CallRequested(
        call_id=CallId("cal_1"),
        customer_id=ASKED.customer_id,
        creditor_id=CREDITOR,
        person_id=ADA.person_id,
        invoices=(INVOICE,),
        phone="+4930901820",
        place=place,
        at=at,
    )


def known(balance: int = 100, aside: int = 0, **more: Any) -> KnownCall:
    return KnownCall.model_validate(
        {
            "debtor": Debtor(profile=COMPANY),
            "receivables": {INVOICE: (receivable(balance, aside),)},
            "wishes": Wishes(),
            "attempts": Attempts(),
            "creditor": BOLTS,
            "address_hash": "a1",
            **more,
        }
    )


def refusal(what: KnownCall, at: datetime = NOON) -> Refusal:
    verdict = check(asked(at), what)
    assert isinstance(verdict, Refusal)
    return verdict


def calls(number: int) -> Attempts:
    yesterday = NOON - timedelta(days=1)
    past = PastAttempt(at=yesterday, channel=Medium.CALL, debts=(DEBT,))
    return Attempts(by_contact={f"cal_{i + 2}": past for i in range(number)})


def talked(days_ago: int) -> Attempts:
    talk = Conversation(at=NOON - timedelta(days=days_ago), debts=(DEBT,))
    return Attempts(conversations={"cal_0": talk})


def test_a_call_about_what_is_chased_is_permitted_for_half_an_hour() -> None:
    verdict = check(asked(), known(aside=40))
    assert isinstance(verdict, Allowed)
    assert verdict.items == (CallItem(invoice_id=INVOICE, receivable_id=TERM, amount=euros(60)),)
    assert verdict.debts == (DEBT,)
    assert verdict.until == NOON + timedelta(minutes=30)


def test_a_permission_ends_with_the_hours_in_which_one_calls() -> None:
    evening = NOON.replace(hour=19, minute=50)
    verdict = check(asked(evening), known())
    assert isinstance(verdict, Allowed)
    assert verdict.until == NOON.replace(hour=20)


def test_nobody_is_called_about_what_is_settled_or_set_aside() -> None:
    assert refusal(known(balance=0)).rule == "policy.settled"
    assert refusal(known(aside=100)).rule == "policy.nothing_chased"


def test_nobody_is_called_at_night_where_the_person_is() -> None:
    night = refusal(known(), NIGHT)
    assert (night.rule, night.inputs["time_zone"]) == ("policy-quiet-hours", "Europe/Berlin")
    abroad = ADA.model_copy(update={"time_zone": "America/New_York", "country": "US"})
    there = COMPANY.model_copy(update={"persons": (abroad,)})
    assert isinstance(check(asked(NIGHT), known(debtor=Debtor(profile=there))), Allowed)


def test_seven_calls_in_seven_days_are_enough() -> None:
    left = check(asked(), known(attempts=calls(6)))
    assert isinstance(left, Allowed)
    assert [cap.left for cap in left.caps] == [0]
    assert refusal(known(attempts=calls(7))).rule == "policy-call-cap"


def test_an_agency_is_held_by_the_law_where_a_creditor_is_by_policy() -> None:
    of_agency: dict[str, Any] = {
        "debtor": Debtor(profile=AMERICAN),
        "creditor": AGENCY,
        "attempts": calls(7),
    }
    afternoon = NOON + timedelta(hours=5)
    assert refusal(known(**of_agency), afternoon).rule == "us1-call-cap"
    assert refusal(known(**of_agency | {"creditor": BOLTS}), afternoon).rule == "policy-call-cap"


def test_after_a_conversation_the_debt_rests_for_seven_days() -> None:
    resting = refusal(known(attempts=talked(6)))
    assert (resting.rule, resting.retry_at) == (
        "policy-call-cool-down",
        (NOON + timedelta(days=1)).replace(hour=7),
    )
    assert isinstance(check(asked(), known(attempts=talked(7))), Allowed)


def test_a_persons_no_to_calls_is_honoured() -> None:
    said_no = Wishes(opt_outs=(OptOut(at=NOON, channel=Medium.CALL),))
    assert refusal(known(wishes=said_no)).rule == "policy-channel-opt-out"
    to_texts = Wishes(opt_outs=(OptOut(at=NOON, channel=Medium.SMS),))
    assert isinstance(check(asked(), known(wishes=to_texts)), Allowed)


def test_a_wrong_number_is_not_dialled_again() -> None:
    wrong = Address(bounces={Medium.CALL: Bounce(reason="wrong number", at=NOON)})
    assert refusal(known(address=wrong)).rule == "policy.bounced"


def test_the_telephone_at_work_is_not_called_and_a_permission_ends_where_a_stated_time_begins() -> (
    None
):
    work = ADA.model_copy(update={"inconvenient_addresses": ADA.phones})
    at_work = Debtor(profile=COMPANY.model_copy(update={"persons": (work,)}))
    assert refusal(known(debtor=at_work)).rule == "policy-inconvenient-place"
    lunch = InconvenientTime(begins=time(12, 10), ends=time(13))
    busy = ADA.model_copy(update={"inconvenient_times": (lunch,)})
    verdict = check(
        asked(), known(debtor=Debtor(profile=COMPANY.model_copy(update={"persons": (busy,)})))
    )
    assert isinstance(verdict, Allowed)
    assert verdict.until == NOON + timedelta(minutes=10)


def test_who_collects_anothers_debts_is_bound_like_an_agency() -> None:
    american = Debtor(profile=AMERICAN)
    night = NOON.replace(hour=4)
    assert refusal(known(debtor=american, creditor=BOLTS), night).rule == "policy-quiet-hours"
    assert refusal(known(debtor=american, creditor=CLIENT), night).rule == "us6-quiet-hours"


@pytest.mark.parametrize(
    ("place", "allowed"), [(Place.PERSONAL, True), (Place.WORK, False), (None, False)]
)
def test_a_number_that_may_be_at_work_is_called_less_in_massachusetts(
    place: Place | None, allowed: bool
) -> None:
    earlier = (NOON - timedelta(days=days) for days in (20, 10))
    past = {
        f"cal_{at.day}": PastAttempt(at=at, channel=Medium.CALL, debts=(DEBT,)) for at in earlier
    }
    facts = known(debtor=Debtor(profile=BOSTONIAN), attempts=Attempts(by_contact=past))
    verdict = check(asked(NOON + timedelta(hours=5), place), facts)
    rule = verdict.rule if isinstance(verdict, Refusal) else None
    assert rule == (None if allowed else "ma1-calls-elsewhere")
