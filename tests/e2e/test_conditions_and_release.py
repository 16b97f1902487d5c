"""What restrains collecting, played through the API: conditions on their days, and what is to wait."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from recoup_testing.e2e_stack import E2eStack, Tenant, private_stack

pytestmark = pytest.mark.servers

ORDINARY, CEASES, MISTAKEN, NEVER, WAITS = "ordinary", "ceases", "mistaken", "never", "waits"
DEBTORS = (ORDINARY, CEASES, MISTAKEN, NEVER, WAITS)
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


def invoice(name: str, issued: str, due: str, chase: str = "now") -> Mapping[str, Any]:
    return {
        "customer_external_id": name,
        "external_id": f"SO-{name}",
        "number": f"2026-{name}",
        "total": {"amount": "100.00", "currency": "EUR"},
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

    async def mails_until(self, moment: datetime) -> Mapping[str, list[str]]:
        """The subjects of what comes by then, by the debtor who gets it."""
        await self.scene.until(moment)
        mails = self.scene.mails()
        new, self.read = mails[self.read :], len(mails)
        found: dict[str, list[str]] = {name: [] for name in DEBTORS}
        for mail in new:
            found[str(mail["To"]).split("@")[1].split(".")[0]].append(str(mail["Subject"]))
        return found


async def test_conditions_count_on_their_days_and_what_waits_waits() -> None:
    async with private_stack(BEGIN) as scene:
        play = Play(scene, await scene.tenant("acme"))
        loaded = await play.post("customers/bulk", {"data": [customer(name) for name in DEBTORS]})
        ids = dict(zip(DEBTORS, (item["id"] for item in loaded["data"]), strict=True))
        current = ("2026-01-05", "2026-01-12")
        invoices = [
            *(invoice(name, *current) for name in (ORDINARY, CEASES, MISTAKEN)),
            invoice(NEVER, *current, chase="never"),
            invoice(WAITS, "2025-09-16", "2025-10-17", chase="on_release"),
        ]
        results = await play.post("invoices/bulk", {"data": invoices})
        assert Counter(item["outcome"] for item in results["data"]) == {"created": 5}

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
