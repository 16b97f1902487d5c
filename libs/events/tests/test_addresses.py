"""One reading of addresses: what is accepted can be written to, and what cannot is refused."""

from itertools import islice
from random import Random

import pytest

from recoup_events.kernel.addresses import (
    InvalidAddress,
    email_address,
    phone_number,
    senders_email_address,
)
from recoup_testing import hostile

BUECHER = "b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example"

JOERG = "j\N{LATIN SMALL LETTER O WITH DIAERESIS}rg"


@pytest.mark.parametrize(
    ("text", "read", "wire"),
    [
        ("ap@customer.example", "ap@customer.example", "ap@customer.example"),
        ("Ap+1@Customer.EXAMPLE", "Ap+1@customer.example", "Ap+1@customer.example"),
        ("o'neil{|}~/?=@x.example", "o'neil{|}~/?=@x.example", "o'neil{|}~/?=@x.example"),
        ("-a@x.test", "-a@x.test", "-a@x.test"),
        (f"a@{BUECHER.upper()}", f"a@{BUECHER}", "a@xn--bcher-kva.example"),
        ("a@xn--bcher-kva.example", f"a@{BUECHER}", "a@xn--bcher-kva.example"),
        ("a@x\N{IDEOGRAPHIC FULL STOP}example", "a@x.example", "a@x.example"),
        ("x" * 64 + "@x.example", "x" * 64 + "@x.example", "x" * 64 + "@x.example"),
        (f"{JOERG}@x.example", f"{JOERG}@x.example", f"{JOERG}@x.example"),
        (f"{JOERG}@{BUECHER}", f"{JOERG}@{BUECHER}", f"{JOERG}@xn--bcher-kva.example"),
        ("jo\N{COMBINING DIAERESIS}rg@x.example", f"{JOERG}@x.example", f"{JOERG}@x.example"),
    ],
)
def test_a_mailbox_is_read_for_people_and_for_the_wire(text: str, read: str, wire: str) -> None:
    assert email_address(text) == (read, wire)


@pytest.mark.parametrize("text", hostile.BAD_EMAILS, ids=lambda text: text[:40])
def test_what_cannot_be_written_to_is_refused_with_what_to_send(text: str) -> None:
    with pytest.raises(InvalidAddress, match=r"Send one like ap@customer\.example") as refused:
        email_address(text)
    assert len(text) < 4 or text not in str(refused.value)


def test_whatever_is_accepted_is_accepted_again_and_goes_to_the_same_mailbox() -> None:
    accepted = 0
    for text in islice(hostile.emails(Random(1)), 20_000):
        try:
            address = email_address(text)
        except InvalidAddress:
            continue
        accepted += 1
        assert email_address(address.text) == address == email_address(address.wire)
        assert address.wire.partition("@")[2].isascii()
        assert address.needs_smtputf8 is not address.wire.isascii()
        assert address.wire.isprintable()
        assert len(address.wire.encode()) <= 254
        assert address.wire.count("@") == 1
    assert accepted > 500


def test_an_address_that_stands_in_every_mail_has_ascii_before_the_at_sign() -> None:
    assert senders_email_address(f"a@{BUECHER}").wire == "a@xn--bcher-kva.example"
    with pytest.raises(InvalidAddress, match="mails come from"):
        senders_email_address(f"{JOERG}@x.example")


@pytest.mark.parametrize("text", ["+4930901820", "+12025550123", "+1234567", "+123456789012345"])
def test_a_number_in_e164_is_accepted(text: str) -> None:
    assert phone_number(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "+", "030 901820", "+49 30 901820", "+0123456789", "4930901820", "+123456"),
        *("+1234567890123456", "+4930901820\n", "+4930901820\r\nX: y", "+4930901820;ext=1"),
        *("+49\x0030901820", "+4930901820a", "tel:+4930901820"),
        "+" + "\N{ARABIC-INDIC DIGIT ONE}" * 9,
    ],
)
def test_what_is_no_number_is_refused_with_what_to_send(text: str) -> None:
    with pytest.raises(InvalidAddress, match=r"Send \+ and the country code"):
        phone_number(text)
