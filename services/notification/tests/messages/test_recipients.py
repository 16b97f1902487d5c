"""Whom a message may go to, and where: a person with an address that has not said no."""

from datetime import UTC, datetime, time, timedelta

import pytest

from notification.consents.domain.address import Address, Bounce, StandingOptOut
from notification.consents.domain.wishes import Wishes
from notification.debtors.domain.debtor import Debtor
from notification.messages.domain.pre_send_check import pre_send_check
from notification.messages.domain.verdict import Allowed
from recoup_compliance.history import Consent, OptOut
from recoup_events.invoice import InconvenientTime
from recoup_events.kernel.channels import Channel, Medium
from recoup_events.kernel.ids import (
    CreditorId,
    PersonId,
)
from recoup_events.notification import ConsentBasis
from recoup_testing.creditors import CREDITOR
from recoup_testing.pre_send import (
    ADA,
    ASKED,
    NOON,
    PROFILE,
    known,
    refusal,
)


@pytest.mark.parametrize(
    "change", [{"person_id": None}, {"person_id": PersonId("per_left")}, {"channel": Channel.SMS}]
)
def test_nobody_and_who_has_no_address_is_not_written_to(change: dict[str, object]) -> None:
    refused = refusal(known(), asked=ASKED.model_copy(update=change))
    assert (refused.rule, refused.inputs["roles"]) == ("policy.no_address", "billing")


def test_where_nothing_arrives_nothing_is_sent() -> None:
    bounced = Address(bounces={Channel.EMAIL: Bounce(reason="550 5.1.1", at=NOON)})
    refused = refusal(known(address=bounced))
    assert (refused.rule, refused.retry_at) == ("policy.bounced", None)


def opted_out(creditor_id: CreditorId | None = None) -> Address:
    no = StandingOptOut(
        channel=Channel.EMAIL, creditor_id=creditor_id, source="STOP", at=NOON - timedelta(days=1)
    )
    return Address(opt_outs=(no,))


def test_an_address_that_said_no_is_silent_whatever_the_person_agreed_to() -> None:
    consent = Consent(at=NOON, channel=Medium.EMAIL, basis=ConsentBasis.EXPRESS_CONSENT)
    agreed = Wishes(consents=(consent,))
    refused = refusal(known(address=opted_out(), wishes=agreed))
    assert (refused.rule, refused.retry_at) == ("policy-channel-opt-out", None)


def test_an_address_may_say_no_to_one_creditor_alone() -> None:
    assert refusal(known(address=opted_out(CREDITOR))).rule == "policy-channel-opt-out"
    another = known(address=opted_out(CreditorId("crd_2")))
    assert isinstance(pre_send_check(ASKED, None, another, NOON), Allowed)


def test_the_persons_own_clock_decides_and_else_the_customers() -> None:
    eight = datetime(2026, 1, 5, 7, 30, tzinfo=UTC)
    assert isinstance(pre_send_check(ASKED, None, known(), eight), Allowed)
    in_london = ADA.model_copy(update={"time_zone": "Europe/London", "country": "GB"})
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (in_london,)}))
    refused = refusal(known(debtor=debtor), at=eight)
    assert refused.rule == "policy-quiet-hours"
    assert refused.retry_at == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def test_what_is_no_address_is_not_written_to_either() -> None:
    contact = ADA.model_copy(update={"emails": ("ada..byron@example.com",)})
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (contact,)}))
    refused = refusal(known(debtor=debtor))
    assert (refused.rule, refused.retry_at) == ("policy.invalid_address", None)
    assert "byron" not in refused.model_dump_json()


def test_a_person_is_left_alone_at_the_times_it_has_stated() -> None:
    at_noon = InconvenientTime(begins=time(11, 30), ends=time(13))
    busy = ADA.model_copy(update={"inconvenient_times": (at_noon,)})
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (busy,)}))
    refused = refusal(known(debtor=debtor))
    assert refused.rule == "policy-inconvenient-time"
    assert refused.retry_at == datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def test_of_several_addresses_a_convenient_one_is_used() -> None:
    two = ("ada@example.com", "ada@work.example")
    ada = ADA.model_copy(update={"emails": two, "inconvenient_addresses": two[:1]})
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (ada,)}))
    verdict = pre_send_check(ASKED, None, known(debtor=debtor), NOON)
    assert isinstance(verdict, Allowed)
    assert verdict.address == "ada@work.example"


@pytest.mark.parametrize(
    "stated",
    [
        {"inconvenient_addresses": ("ada@example.com",)},
        {"inconvenient_channels": (Medium.EMAIL,)},
    ],
)
def test_where_and_how_a_person_has_asked_not_to_be_contacted_nothing_goes(
    stated: dict[str, object],
) -> None:
    ada = ADA.model_copy(update=stated)
    debtor = Debtor(profile=PROFILE.model_copy(update={"persons": (ada,)}))
    refused = refusal(known(debtor=debtor))
    assert (refused.rule, refused.retry_at) == ("policy-inconvenient-place", None)


def test_an_opt_out_closes_the_channel() -> None:
    said_no = Wishes(opt_outs=(OptOut(at=NOON, channel=Medium.EMAIL),))
    assert refusal(known(wishes=said_no)).rule == "policy-channel-opt-out"
