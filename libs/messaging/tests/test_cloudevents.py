"""Events keep all they say on their way through a topic, and nothing else is taken for an event."""

import pytest

from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.ports import Cursor
from recoup_messaging.cloudevents import Context, context_of, envelope_of, heading_of, type_of
from recoup_messaging.errors import Unreadable
from recoup_messaging.keys import account_of, key_of
from recoup_testing.fake_subscriber import TRACEPARENT, record, told

SENT = record(3)
ACCOUNT = account_of(SENT.key)
MANDATORY = ("ce_specversion", "ce_id", "ce_source", "ce_type")


def with_header(name: str, value: bytes | None) -> Context:
    return context_of([*(h for h in SENT.headers if h[0] != name), (name, value)])


def test_an_event_arrives_as_it_was_said() -> None:
    heading = heading_of(context_of(SENT.headers), ACCOUNT)
    assert envelope_of(heading, SENT.value) == told(3)
    assert heading.cursor == Cursor(1, 1, 3)


def test_the_headers_are_those_of_a_cloud_event_in_binary_mode() -> None:
    headers = {name: value.decode() for name, value in SENT.headers}
    assert set(MANDATORY) <= headers.keys()
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_source"] == "/recoup/invoice"
    assert headers["ce_dataschema"] == "urn:recoup:event:counter.counted.v1"
    assert headers["ce_time"] == "2026-01-05T12:00:00Z"
    assert headers["content-type"] == "application/json"
    assert headers["traceparent"] == TRACEPARENT


def test_the_topic_is_the_owners() -> None:
    assert SENT.topic == "recoup.invoice"


@pytest.mark.parametrize("tenant", ["acme", "a/b", "ümlaut"])
def test_a_key_names_one_account_of_one_tenant(tenant: str) -> None:
    account = Account(TenantId(tenant), "cus_1/2")
    assert account_of(key_of(account)) == account


@pytest.mark.parametrize("key", [b"", b"acme", b"acme/", b"/cus_1", b"\xff/cus_1"])
def test_a_key_that_names_no_account_is_unreadable(key: bytes) -> None:
    with pytest.raises(Unreadable):
        account_of(key)


def test_a_null_header_is_as_none() -> None:
    assert "traceparent" not in with_header("traceparent", None)


@pytest.mark.parametrize("name", ["ce_id", "ce_specversion", "ce_sequence", "content-type"])
def test_a_missing_header_is_named(name: str) -> None:
    with pytest.raises(Unreadable, match=name):
        heading_of(with_header(name, None), ACCOUNT)


def test_a_record_without_a_type_is_no_cloud_event() -> None:
    with pytest.raises(Unreadable, match="ce_type"):
        type_of(with_header("ce_type", None))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_specversion", b"0.3"),
        ("content-type", b"application/avro"),
        ("ce_id", b"not-a-uuid"),
        ("ce_time", b"noon"),
        ("ce_sequence", b"1:2"),
        ("ce_tenantid", b"somebody-else"),
        ("ce_subject", b"invoice-1"),
        ("ce_actor", b"\xff"),
    ],
)
def test_a_header_without_its_form_is_unreadable(name: str, value: bytes) -> None:
    with pytest.raises(Unreadable):
        heading_of(with_header(name, value), ACCOUNT)


@pytest.mark.parametrize("value", [None, b"", b"{}", b'{"by": "many"}', b"\xff"])
def test_a_value_without_its_shape_is_unreadable(value: bytes | None) -> None:
    with pytest.raises(Unreadable):
        envelope_of(heading_of(context_of(SENT.headers), ACCOUNT), value)
