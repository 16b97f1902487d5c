"""Whatever is recorded, lifted, moved, lowered or put right through the API, the mails follow it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack

pytestmark = pytest.mark.servers

ORDINARY, CEASES, MISTAKEN, NEVER, WAITS = "ordinary", "ceases", "mistaken", "never", "waits"
TOMORROW, MOVED, LOWERED, SWAPPED, CREDITED = "tomorrow", "moved", "lowered", "swapped", "credited"
RESTRAINED = (CEASES, MISTAKEN, NEVER, WAITS)
PUT_RIGHT = (TOMORROW, MOVED, LOWERED, SWAPPED, CREDITED)
DEBTORS = (ORDINARY, *RESTRAINED, *PUT_RIGHT)
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def noon(day: int) -> datetime:
    return datetime(2026, 1, day, 12, tzinfo=UTC)


def customer(name: str) -> Mapping[str, Any]:
    person = {"external_id": "ap", "name": "AP", "roles": ["billing"]}
    return {
        "external_id": name,
        "name": f"{name} GmbH",
        "kind": "entity",
        "country": "DE",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "persons": [{**person, "emails": [f"ap@{name}.example"]}],
    }


def euros(amount: str) -> Mapping[str, str]:
    return {"amount": amount, "currency": "EUR"}


def invoice(
    name: str, issued: str, due: str, chase: str = "now", number: str | None = None
) -> Mapping[str, Any]:
    return {
        "customer_external_id": name,
        "external_id": f"SO-{number or name}",
        "number": f"2026-{number or name}",
        "total": euros("100.00"),
        "issue_date": issued,
        "due_date": due,
        "chase": chase,
    }


@dataclass
class Play:
    scene: E2eStack
    creditor: Tenant
    read: int = field(default=0)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        answer = await self.creditor.post("invoice", f"/v1/{path}", body)
        assert answer.is_success, answer.text
        await self.scene.clock_driver.settle()
        return answer.json()

    async def read_invoice(self, id: str) -> Any:
        return (await self.creditor.get("invoice", f"/v1/invoices/{id}")).json()

    async def pay(self, name: str, amount: str, value_date: str, number: str) -> Any:
        body = {
            "customer_external_id": name,
            "external_id": f"bank-{name}",
            "method": "transfer",
            "value_date": value_date,
            "amount": euros(amount),
            "references": [{"invoice": number}],
        }
        return await self.post("payments", body)

    async def mails_until(self, moment: datetime) -> Mapping[str, list[str]]:
        """The subjects of what comes by then, by the debtor who gets it."""
        await self.scene.until(moment)
        mails = self.scene.mails()
        new, self.read = mails[self.read :], len(mails)
        found: dict[str, list[str]] = {name: [] for name in DEBTORS}
        for mail in new:
            found[str(mail["To"]).split("@")[1].split(".")[0]].append(str(mail["Subject"]))
        return found


def _number(invoice: Mapping[str, Any]) -> str:
    return str(invoice["number"])


async def put_right(play: Play, issued: Mapping[str, str]) -> None:
    """Before the first mail, in the hour after the ledger was loaded."""
    await play.pay(TOMORROW, "100.00", "2026-01-06", "2026-tomorrow")

    path = f"/v1/invoices/{issued['2026-moved']}"
    moved = {"due_date": "2026-01-29", "reason": "two more weeks were agreed"}
    assert (await play.creditor.patch("invoice", path, moved)).is_success

    paid = await play.pay(LOWERED, "80.00", "2026-01-05", "2026-lowered")
    lower = {"amount": euros("-50.00"), "reason": "half of it was sent back"}
    await play.post(f"invoices/{issued['2026-lowered']}/adjustments", lower)
    assert (await play.read_invoice(issued["2026-lowered"]))["state"] == "paid"
    kept = (await play.creditor.get("invoice", f"/v1/payments/{paid['id']}")).json()
    assert kept["unapplied"] == euros("30.00")

    paid = await play.pay(SWAPPED, "100.00", "2026-01-05", "2026-swapped")
    (allocation,) = paid["allocations"]
    path = f"payments/{paid['id']}/allocations/{allocation['id']}/reallocation"
    body = {"references": [{"invoice": "2026-other"}], "reason": "the other one was meant"}
    await play.post(path, body)
    assert (await play.read_invoice(issued["2026-other"]))["state"] == "paid"
    assert (await play.read_invoice(issued["2026-swapped"]))["balance"] == euros("100.00")

    note = {
        "customer_external_id": CREDITED,
        "external_id": "CN-1",
        "number": "CN-1",
        "amount": euros("150.00"),
        "issue_date": "2026-01-05",
        "reason": "all of it came back, and the last delivery too",
        "references": [{"invoice": "2026-credited"}],
    }
    credited = await play.post("credit-notes", note)
    assert credited["unapplied"] == euros("50.00")


async def test_the_mails_follow_whatever_is_recorded_and_put_right() -> None:
    async with private_stack(BEGIN) as scene:
        play = Play(scene, await scene.tenant("acme"))
        loaded = await play.post("customers/bulk", {"data": [customer(name) for name in DEBTORS]})
        ids = dict(zip(DEBTORS, (item["id"] for item in loaded["data"]), strict=True))
        current = ("2026-01-05", "2026-01-12")
        invoices = [
            *(invoice(name, *current) for name in (ORDINARY, CEASES, MISTAKEN)),
            invoice(NEVER, *current, chase="never"),
            invoice(WAITS, "2025-09-16", "2025-10-17", chase="on_release"),
            *(invoice(name, *current) for name in PUT_RIGHT),
            invoice(SWAPPED, *current, number="other"),
        ]
        results = await play.post("invoices/bulk", {"data": invoices})
        assert Counter(item["outcome"] for item in results["data"]) == {"created": 11}
        issued = dict(zip(map(_number, invoices), (i["id"] for i in results["data"]), strict=True))
        await put_right(play, issued)

        cease = {
            "condition": "cease_request",
            "source": "letter",
            "effective_from": "2026-01-12",
            "effective_until": "2026-01-20",
        }
        await play.post(f"customers/{ids[CEASES]}/conditions", cease)
        insolvency = {"condition": "insolvency", "source": "x", "effective_from": "2026-01-05"}
        path = f"customers/{ids[MISTAKEN]}/conditions"
        (recorded,) = (await play.post(path, insolvency))["conditions"]
        lift = {"reason": "another debtor", "effective_from": "2026-01-05"}
        await play.post(f"{path}/{recorded['id']}/lift", lift)

        before = await play.mails_until(noon(11))
        assert before[ORDINARY]
        assert len(before[CEASES]) == len(before[MISTAKEN]) == len(before[ORDINARY])
        assert before[NEVER] == before[WAITS] == []
        assert before[TOMORROW] == before[LOWERED] == before[CREDITED] == before[MOVED] == []
        [swapped] = before[SWAPPED]
        assert swapped.startswith("Invoice 2026-swapped over ")
        assert swapped.endswith("is due on 12 January 2026")

        ceased = await play.mails_until(noon(19))
        assert ceased[ORDINARY]
        assert len(ceased[MISTAKEN]) == len(ceased[ORDINARY])
        assert ceased[CEASES] == ceased[NEVER] == ceased[WAITS] == []

        await play.post("releases", {"external_id": "go-live"})
        released = await play.mails_until(noon(27))
        assert released[CEASES], "the request has ended by itself"
        assert released[WAITS]
        assert "final" not in released[WAITS][0].lower()
        assert released[NEVER] == []
        [moved] = released[MOVED]
        assert moved.startswith("Invoice 2026-moved over ")
        assert moved.endswith("is due on 29 January 2026")
        assert released[TOMORROW] == released[LOWERED] == released[CREDITED] == []
