"""What we sign is verified by dkimpy, which had no part in signing it."""

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from notification.channels.email.composing import MailComposer
from notification.settings import NotificationSettings
from notification.signing_keys import Keys, NoSigningKey, keys_in
from recoup_cli.services import NOWHERE
from recoup_testing.mail_example import ANSWERED, CONTENT, MARKS, ORIGIN

R1, E1 = "r1._domainkey.acme.example", "e1._domainkey.acme.example"
WITH_LINK = ORIGIN.model_copy(update={"opt_out_url": "https://api.acme.example/open/opt-outs"})


@pytest.fixture(scope="module")
def rsa() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@pytest.fixture(scope="module")
def ed25519() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def folder(tmp_path: Path, rsa: RSAPrivateKey, ed25519: Ed25519PrivateKey) -> Path:
    for name, key in ((R1, rsa), (f"{E1}.pem", ed25519)):
        (tmp_path / name).write_bytes(pem(key))
    (tmp_path / "..data").mkdir()  # as Kubernetes mounts a secret
    return tmp_path


@pytest.fixture
def dns(rsa: RSAPrivateKey, ed25519: Ed25519PrivateKey) -> Callable[..., bytes]:
    public = rsa.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = ed25519.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    records = {
        R1: b"v=DKIM1; k=rsa; p=" + b64encode(public),
        E1: b"v=DKIM1; k=ed25519; p=" + b64encode(raw),
    }
    return lambda name, timeout=5: records[name.decode().rstrip(".")]


def pem(
    key: RSAPrivateKey | Ed25519PrivateKey | EllipticCurvePrivateKey,
    encryption: KeySerializationEncryption | None = None,
) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def sent(keys: Keys, text: str = "Please pay.\n\n  Acme \t \n\n\n") -> bytes:
    words = CONTENT.words.model_copy(update={"text": text})
    content = CONTENT.model_copy(update={"words": words})
    delivery = ANSWERED.model_copy(update={"content": content})
    written = MailComposer(WITH_LINK, MARKS, keys).composed(delivery)
    assert isinstance(written, tuple)
    return written[1]


def verifies(content: bytes, dns: Callable[..., bytes]) -> list[bool]:
    """Of each of its two signatures."""
    return [_verifies(content, nth, dns) for nth in range(2)]


def _verifies(content: bytes, nth: int, dns: Callable[..., bytes]) -> bool:
    try:
        return bool(dkim.DKIM(content).verify(idx=nth, dnsfunc=dns))
    except dkim.ValidationError:  # in place of False where the body is another
        return False


@pytest.mark.parametrize("text", ["Please pay.", "", "\n\n", " a \t b \n.\n\n", "ü\n" * 300])
def test_each_key_of_the_domain_signs(folder: Path, dns: Callable[..., bytes], text: str) -> None:
    assert verifies(sent(keys_in(folder), text), dns) == [True, True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"Please pay", b"Please don't"),
        (rb"Subject: [^\r]*", b"Subject: Another"),
        (rb"To: [^\r]*", b"To: eve@evil.example"),
        (rb"Subject: ", b"Subject: One more\r\nSubject: "),
        (rb"Date: ", b"Reply-To: eve@evil.example\r\nDate: "),
        (rb"List-Unsubscribe: [^\r]*", b"List-Unsubscribe: <https://evil.example>"),
        (rb"List-Unsubscribe-Post: [^\r]*\r\n", b""),
        (rb"Message-ID: [^\r]*", b"Message-ID: <other@acme.example>"),
    ],
)
def test_what_was_changed_or_added_on_the_way_verifies_no_more(
    folder: Path, dns: Callable[..., bytes], old: bytes, new: bytes
) -> None:
    changed, times = re.subn(old, new, sent(keys_in(folder)), count=1)
    assert times == 1
    assert verifies(changed, dns) == [False, False]


def test_what_relays_may_do_to_spaces_is_forgiven(folder: Path, dns: Callable[..., bytes]) -> None:
    refolded = sent(keys_in(folder)).replace(b"Subject: ", b"SUBJECT:  \r\n ")
    assert verifies(refolded, dns) == [True, True]


def test_the_link_that_ends_the_mails_stands_on_one_line(folder: Path) -> None:
    lines = sent(keys_in(folder)).split(b"\r\n")
    [link] = [line for line in lines if line.startswith(b"List-Unsubscribe: ")]
    assert link.startswith(b"List-Unsubscribe: <https://api.acme.example/open/opt-outs/")
    assert link.endswith(b">")


def test_a_domain_without_a_key_is_left_to_the_relay() -> None:
    assert not sent({}).startswith(b"DKIM-Signature")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("acme.pem", b"", "Name it <selector>._domainkey.<domain>."),
        (R1, b"-----BEGIN NOTHING-----", "holds no private key in PEM"),
        (R1, pem(generate_private_key(65537, 1024)), "2048 bits or more nor Ed25519"),
        (R1, pem(generate_ec(SECP256R1())), "2048 bits or more nor Ed25519"),
        (
            R1,
            pem(Ed25519PrivateKey.generate(), BestAvailableEncryption(b"x")),
            "without a password",
        ),
    ],
)
def test_what_receivers_would_not_accept_stops_the_service_at_its_start(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NoSigningKey, match=re.escape(advice)):
        keys_in(tmp_path)
    with pytest.raises(ValueError, match=re.escape(advice)):
        NotificationSettings.model_validate({**NOWHERE, "dkim_keys": tmp_path})
