"""Standard Webhooks: its own library verifies what is sent, and nothing else."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from webhook.deliveries.domain.signing import headers
from webhook.endpoints.domain.secrets import Secret, given
from webhook.endpoints.domain.wanted import Signature

BODY = b'{"type":"invoice.paid.v1"}'
OLD, NEW = Secret(Signature.V1, b"o" * 32), Secret(Signature.V1, b"n" * 32)
ASYMMETRIC = Secret(Signature.V1A, b"a" * 32)


def now() -> datetime:
    """The library asks the system, too."""
    return datetime.now(UTC)  # noqa: TID251


def verified(secret: Secret, sent: dict[str, str], body: bytes = BODY) -> bool:
    try:
        Webhook(secret.written).verify(body, sent)
    except WebhookVerificationError:
        return False
    return True


def test_it_is_verified_with_its_secret_and_no_other() -> None:
    sent = dict(headers("1", now(), BODY, [NEW]))
    assert verified(NEW, sent)
    assert not verified(OLD, sent)


def test_while_a_secret_is_rotated_both_verify() -> None:
    sent = dict(headers("1", now(), BODY, [NEW, OLD]))
    assert verified(NEW, sent)
    assert verified(OLD, sent)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_each_header_is_needed(name: str) -> None:
    sent = dict(headers("1", now(), BODY, [NEW]))
    del sent[name]
    assert not verified(NEW, sent)


def test_another_body_id_or_moment_is_not_verified() -> None:
    sent = dict(headers("1", now(), BODY, [NEW]))
    assert not verified(NEW, sent, BODY + b" ")
    assert not verified(NEW, {**sent, "webhook-id": "2"})
    later = str(int(sent["webhook-timestamp"]) + 1)
    assert not verified(NEW, {**sent, "webhook-timestamp": later})


@pytest.mark.parametrize("minutes", [-20, 20])
def test_an_attempt_of_another_time_is_not_verified(minutes: int) -> None:
    sent = dict(headers("1", now() + timedelta(minutes=minutes), BODY, [NEW]))
    assert not verified(NEW, sent)


def test_the_same_library_signs_alike() -> None:
    at = now()
    sent = headers("1", at, BODY, [NEW])
    assert Webhook(NEW.written).sign("1", at, BODY.decode()) == sent["webhook-signature"]


def test_an_asymmetric_signature_is_verified_with_the_public_key() -> None:
    sent = headers("1", now(), BODY, [ASYMMETRIC])
    kind, _, signature = sent["webhook-signature"].partition(",")
    assert kind == "v1a"
    assert ASYMMETRIC.written.startswith("whpk_")
    public = Ed25519PublicKey.from_public_bytes(b64decode(ASYMMETRIC.written.removeprefix("whpk_")))
    signed = f"1.{sent['webhook-timestamp']}.".encode() + BODY
    public.verify(b64decode(signature), signed)
    with pytest.raises(InvalidSignature):
        public.verify(b64decode(signature), signed + b" ")


def test_one_kind_can_follow_the_other() -> None:
    sent = dict(headers("1", now(), BODY, [ASYMMETRIC, OLD]))
    assert [each.split(",")[0] for each in sent["webhook-signature"].split()] == ["v1a", "v1"]
    assert verified(OLD, sent)


def test_no_secret_is_shown_by_accident() -> None:
    assert "nnn" not in repr(NEW)
    assert given(NEW.written, Signature.V1) == NEW
