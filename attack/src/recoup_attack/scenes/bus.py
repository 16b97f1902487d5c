"""Who may say what on the bus: strangers nothing, and each service only what is its own."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from recoup_attack.api import Api, client, euros
from recoup_attack.bus import GONE, bus, everything
from recoup_attack.forged import Forgery, paid, upheld
from recoup_attack.honest import books
from recoup_attack.scene import Outcome, Scene
from recoup_attack.target import SERVICES, Kafka, Target

CENTS = 500_000
VICTIM = "honest"
NOBODY = "nobody-asks"
OPEN = "the broker asks nobody who they are"


def topic(service: str) -> str:
    return f"recoup.{service}"


def user_of(service: str) -> str:
    return service.replace("_", "-")


async def strangers(target: Target) -> Outcome:
    """Without a name, and with a name and the wrong password."""
    kafka = target.kafka
    wrong = Kafka(kafka.bootstrap, kafka.ca, dict.fromkeys(kafka.users, "guessed"))
    tries = {"nobody": (kafka, None), **{user: (wrong, user) for user in wrong.users}}
    got = {name: await _let_in(*each) for name, each in tries.items()}
    harms = tuple(f"{name} may {what}" for name, what in got.items() if what)
    return Outcome("; ".join(harms) or f"{len(tries)} refusals", harms)


async def _let_in(kafka: Kafka, user: str | None) -> str:
    """What the broker lets them do; nothing is left behind."""
    try:
        async with asyncio.timeout(8), bus(kafka, user) as way:
            if await way.partitions(topic("invoice")):
                return "see the topics, and what is in them"
    except GONE:
        return ""
    return ""


async def impersonation(target: Target) -> Outcome:
    """Each service's own password, and what others say."""
    kafka = target.kafka
    if not kafka.users:
        return Outcome(OPEN, (OPEN,))
    harms = []
    tried = 0
    for service in SERVICES:
        async with bus(kafka, user_of(service)) as way:
            for other in SERVICES:
                if other == service:
                    continue
                tried += 1
                lie = upheld("attacker", "cus_nobody", "inv_nobody", "rcv_nobody", 1).record
                codes = await way.put(topic(other), [lie])
                if 0 in codes:  # none at all: it does not even see the topic
                    harms.append(f"{service} may speak for {other}: {codes}")
    return Outcome(f"{tried - len(harms)} of {tried} lies refused", tuple(harms))


@dataclass(frozen=True, slots=True)
class Mark:
    """An invoice of the honest tenant, whom nobody owes anything but money."""

    api: Api
    customer: str
    invoice: str
    receivable: str
    slot: str

    async def changes(self) -> list[str]:
        """What happened to it."""
        shown = (await self.api.once("GET", "invoice", f"invoices/{self.invoice}")).json()
        query = {"invoice_id": self.invoice}
        [enrolment] = await _listed(self.api, query)
        found = []
        if books.minor_units(shown["balance"]) != CENTS:
            found.append(f"the invoice is {shown['state']}, its balance {shown['balance']}")
        if enrolment["state"] != "running":
            found.append(f"the enrolment has {enrolment['state']}: {enrolment['outcome']}")
        return found


@asynccontextmanager
async def marked(target: Target, name: str) -> AsyncIterator[Mark]:
    """The invoice the forgeries are about, once everybody has received it."""
    async with client() as http:
        api = Api(http, target.apis, target.victim)
        made = await api.insist("POST", "invoice", "customers", books.customer(name))
        bill = books.invoice(name, name, euros(CENTS))
        invoice = await api.insist("POST", "invoice", "invoices", bill)
        query = {"invoice_id": invoice["id"]}
        async with asyncio.timeout(30):
            while not await _listed(api, query):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.2)
        slot = await _slot(target.kafka, made["id"])
        [term] = invoice["schedule"]
        yield Mark(api, made["id"], invoice["id"], term["receivable_id"], slot)


async def _listed(api: Api, query: Mapping[str, str]) -> list[Any]:
    answer = await api.once("GET", "workflow_scheduler", "enrolments", query=query)
    return list(answer.json()["data"])


async def _slot(kafka: Kafka, customer: str) -> str:
    """The publisher's slot of this customer, as its records say."""
    for record in await everything(kafka, kafka.admin, topic("invoice")):
        if record.key and record.key.decode().endswith(customer):
            return str(dict(record.headers)["ce_slot"].decode())
    raise LookupError(f"no record of {customer} is on the topic")


async def forgery(target: Target) -> Outcome:
    """Whoever can write to the topics says something that is not so."""
    async with marked(target, "forgery") as mark, bus(target.kafka, target.kafka.admin) as way:
        written = 0
        for where, lie in _lies(mark):
            written += not any(await way.put(topic(where), [lie.record]))
        await asyncio.sleep(target.seconds / 2)
        changes = await mark.changes()
    return Outcome(
        f"{written} forged events written; {'; '.join(changes) or 'none counted'}", tuple(changes)
    )


def _lies(mark: Mark) -> Sequence[tuple[str, Forgery]]:
    """By the service whose topic they go to: each is wrong in one thing that can be seen."""
    credit = upheld(VICTIM, mark.customer, mark.invoice, mark.receivable, CENTS).but(slot=mark.slot)
    money = paid(VICTIM, mark.customer, mark.invoice, mark.receivable).but(slot=mark.slot)
    whoever = "/recoup/whoever"
    return (
        ("dispute", credit.but(source=whoever)),
        ("dispute", credit.but(source="/recoup/invoice")),
        ("invoice", credit),
        ("payment_plan", credit.but(source="/recoup/payment_plan")),
        ("dispute", credit.but(key=f"attacker/{mark.customer}".encode())),
        ("dispute", credit.but(tenant="attacker", key=f"{VICTIM}/{mark.customer}".encode())),
        ("dispute", money.but(source=whoever)),
        ("dispute", money.but(source="/recoup/dispute")),
        ("notification", money),
        ("invoice", money.but(source=whoever)),
        ("invoice", money.but(key=f"attacker/{mark.customer}".encode())),
    )


async def anybody(target: Target) -> Outcome:
    """A perfect forgery: right in everything, and written by whoever reaches the broker."""
    writers = [user_of(service) for service in SERVICES if service != "dispute"]
    async with marked(target, "anybody") as mark:
        lie = upheld(VICTIM, mark.customer, mark.invoice, mark.receivable, CENTS).but(
            slot=mark.slot, sequence="0:1:1"
        )
        codes: list[int] = []
        for writer in writers if target.kafka.users else [NOBODY]:
            async with bus(target.kafka, writer) as way:
                codes += await way.put(topic("dispute"), [lie.record])
        await asyncio.sleep(target.seconds / 2)
        changes = await mark.changes()
    return Outcome(f"{codes.count(0)} of {len(codes)} perfect forgeries written", tuple(changes))


SCENES = (
    Scene("bus", "strangers", "clients that the broker does not know", strangers),
    Scene("bus", "impersonation", "each service's password, others' topics", impersonation),
    Scene("bus", "anybody", "perfect forgeries, from everybody but their owner", anybody),
    Scene("bus", "forgery", "events of others on wrong topics, from wrong sources", forgery),
)
