"""Mailboxes with letters beyond ASCII before the @, at a real server that offers SMTPUTF8 or does not."""

import asyncio

from notification.channels.email.sender import EmailSender
from notification.messages.domain.outcomes import Rejected, Taken
from recoup_testing.mail_example import DELIVERY, addressed, sender_to
from recoup_testing.smtp import Relay, content_of, serving

JOERG = "j\N{LATIN SMALL LETTER O WITH DIAERESIS}rg@xn--bcher-kva.example"


def sender_at(port: int) -> EmailSender:
    return sender_to(port)


async def test_an_international_mailbox_is_written_to_where_the_relay_offers_it() -> None:
    relay = Relay(smtputf8=True)
    async with serving(relay) as port:
        sender = sender_at(port)
        both = (sender.send(addressed(JOERG)), sender.send(DELIVERY))
        outcomes = list(await asyncio.gather(*both))
    assert outcomes == [Taken(provider_id="250 Kept")] * 2
    first, second = relay.taken
    assert (first.rcpt_tos, first.mail_options) == ([JOERG], ["SMTPUTF8"])
    assert f"To: Ada Byron <{JOERG}>\r\n".encode() in content_of(first)
    assert (second.rcpt_tos, second.mail_options) == (["ada@example.com"], [])
    assert content_of(second).isascii()


async def test_a_relay_that_does_not_offer_it_fails_that_one_mail_with_the_reason() -> None:
    async with serving(Relay()) as port:
        sender = sender_at(port)
        both = (sender.send(addressed(JOERG)), sender.send(DELIVERY))
        refused, taken = await asyncio.gather(*both)
    assert isinstance(refused, Rejected)
    assert "does not offer SMTPUTF8" in refused.reason
    assert not refused.bounced
    assert JOERG not in refused.reason
    assert taken == Taken(provider_id="250 Kept")


async def test_a_server_behind_the_relay_that_does_not_take_it_is_the_mails_end() -> None:
    relay = Relay(smtputf8=True)
    relay.to_data = ["554 5.6.7 non-ASCII addresses not permitted"]
    async with serving(relay) as port:
        refused = await sender_at(port).send(addressed(JOERG))
    assert refused == Rejected(reason="554 5.6.7 non-ASCII addresses not permitted")
