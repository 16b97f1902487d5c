from datetime import UTC, datetime

import pytest

from notification.consents.domain import address_commands as commands
from notification.consents.domain.address import ADDRESS
from notification.consents.domain.address_hash import AddressHash
from notification.consents.domain.errors import ConsentRefused
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_events.notification import (
    AddressBounced,
    AddressConfirmed,
    AddressOptedIn,
    AddressOptedOut,
)
from recoup_testing.scenario import Scenario

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ABOUT = {"address_hash": "a1", "channel": Medium.EMAIL, "at": NOON}
ONE = CreditorId("crd_1")
OPTED_OUT = AddressOptedOut(**ABOUT, source="STOP")
OPT_OUT = commands.OptOutAddress(**ABOUT, source="STOP")
OPTED_IN = AddressOptedIn(**ABOUT, words="Do write.")
OPT_IN = commands.OptInAddress(**ABOUT, words="Do write.")
BOUNCED = AddressBounced(**ABOUT, reason="550 5.1.1")
BOUNCE = commands.RecordBounce(**ABOUT, reason="550 5.1.1")
CONFIRM = commands.ConfirmAddress(**ABOUT, source="called")
CONFIRMED = AddressConfirmed(**ABOUT, source="called")
ACME, GLOBEX = TenantId("acme"), TenantId("globex")

address = Scenario(ADDRESS)
hashed = AddressHash("a-key-that-nobody-else-has-ever-seen")


def test_a_stop_is_recorded_once() -> None:
    state = address.given().when(OPT_OUT).then(OPTED_OUT)
    assert state.opt_out(Medium.EMAIL, None) is not None
    assert state.opt_out(Medium.SMS, None) is None
    address.given(OPTED_OUT).when(OPT_OUT).then_nothing()


def test_a_stop_to_one_creditor_binds_it_alone_and_one_that_is_not_known() -> None:
    state = address.given(OPTED_OUT.model_copy(update={"creditor_id": ONE})).state
    assert state.opt_out(Medium.EMAIL, ONE) is not None
    assert state.opt_out(Medium.EMAIL, None) is not None
    assert state.opt_out(Medium.EMAIL, CreditorId("crd_2")) is None


def test_a_stop_is_taken_back_to_the_extent_it_had() -> None:
    state = address.given(OPTED_OUT).when(OPT_IN).then(OPTED_IN)
    assert state.opt_out(Medium.EMAIL, None) is None
    for_one = OPT_IN.model_copy(update={"creditor_id": ONE})
    address.given(OPTED_OUT).when(for_one).then_refused(ConsentRefused)
    address.given().when(OPT_IN).then_refused(ConsentRefused)


def test_a_bounce_stands_until_the_address_is_confirmed() -> None:
    state = address.given().when(BOUNCE).then(BOUNCED)
    assert set(state.bounces) == {Medium.EMAIL}
    address.given(BOUNCED).when(BOUNCE).then_nothing()
    assert address.given(BOUNCED).when(CONFIRM).then(CONFIRMED).bounces == {}
    address.given().when(CONFIRM).then_nothing()


@pytest.mark.parametrize("same", ["ada@Example.com", "ADA@example.com", "ada@EXAMPLE.COM"])
def test_one_mailbox_has_one_name_however_it_is_spelled(same: str) -> None:
    assert hashed(ACME, Medium.EMAIL, same) == hashed(ACME, Medium.EMAIL, "ada@example.com")


def test_the_name_tells_nothing_without_the_key_nor_to_another_tenant() -> None:
    name = hashed(ACME, Medium.EMAIL, "ada@example.com")
    assert name != hashed(GLOBEX, Medium.EMAIL, "ada@example.com")
    other = AddressHash("another-key-that-nobody-has-ever-seen")
    assert name != other(ACME, Medium.EMAIL, "ada@example.com")


def test_what_is_no_address_has_a_name_too() -> None:
    assert hashed(ACME, Medium.EMAIL, "ada..b@example.com")
