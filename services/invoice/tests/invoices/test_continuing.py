"""Invoices that are asked for in the place of others, over the API."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from httpx import AsyncClient

from recoup_cli.demo_creditor import BOLTS
from recoup_events.kernel.envelope import Account, Cause
from recoup_events.kernel.ids import CustomerId, InvoiceId, PlanId, TenantId
from recoup_events.payment_plan import Instalment, PlanAgreed, PlanCancelled
from recoup_eventstore.command_runner import CommandRunner
from recoup_service.service import Service
from recoup_testing.creditors import CREDITOR
from recoup_testing.deliver import receive
from recoup_testing.money import eur, eur_json
from recoup_testing.terms import slice_of

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Send = Callable[[str, Shown], Awaitable[Shown]]
FIRST = {"continues": [{"invoice_external_id": "SO-1"}]}


def owed(invoice: Shown) -> tuple[str, str]:
    return invoice["state"], invoice["balance"]["amount"]


async def refusal(erp: AsyncClient, body: Shown) -> Shown:
    answer = await erp.post("/v1/invoices", json=body)
    assert answer.status_code == 422, answer.text
    mistake: Shown = answer.json()
    return mistake


async def test_a_residual_item_is_asked_for_in_the_place_of_its_invoice(
    issue: Do, pay: Do, send: Send, rest: Callable[..., Shown], read: Do
) -> None:
    first = await issue("SO-1", "1000.00", due_date="2026-01-05")
    await pay("B-1", "600.00", references=[{"invoice": "SO-1"}], value_date="2026-01-05")
    residual = await send("/v1/invoices", rest("400.00"))
    assert owed(residual) == ("open", "400.00")
    assert (residual["due_date"], residual["continues"]) == ("2026-01-05", [first["id"]])
    (term,) = residual["continuations"]
    assert term == {
        "invoice_id": first["id"],
        "receivable_id": first["schedule"][0]["receivable_id"],
        "continued_by": residual["schedule"][0]["receivable_id"],
        "amount": eur_json("400.00"),
    }
    before = await read(first)
    assert owed(before) == ("continued", "0.00")
    assert (before["continued_by"], before["continued"]) == (residual["id"], eur_json("400.00"))
    assert before["paid"] == eur_json("600.00"), "what was paid on it stays so"


async def test_it_is_as_old_as_what_it_continues(
    issue: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    await issue("SO-1", issue_date="2025-08-01", due_date="2025-09-01")
    residual = await send("/v1/invoices", rest("100.00"))
    assert owed(residual) == ("overdue", "100.00")


async def test_each_term_that_owes_something_is_a_term_of_it(
    issue: Do, pay: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    terms = [{"due_date": f"2026-0{month}-04", "amount": eur_json("50.00")} for month in (1, 2, 3)]
    await issue("SO-1", "150.00", issue_date="2026-01-01", due_date=None, schedule=terms)
    await issue("SO-0", "70.00", due_date="2026-02-04")
    await pay("B-1", "60.00", references=[{"invoice": "SO-1"}])
    both = {"continues": [*FIRST["continues"], {"invoice_external_id": "SO-0"}]}
    residual = await send("/v1/invoices", rest("160.00", **both))
    assert [(t["due_date"], t["amount"]["amount"]) for t in residual["schedule"]] == [
        ("2026-02-04", "40.00"),
        ("2026-02-04", "70.00"),
        ("2026-03-04", "50.00"),
    ]


async def test_another_total_needs_a_reason_and_is_an_adjustment_of_what_was_left(
    erp: AsyncClient, issue: Do, send: Send, rest: Callable[..., Shown], read: Do
) -> None:
    first = await issue("SO-1", "1000.00")
    mistake = await refusal(erp, rest("400.00"))
    assert mistake["code"] == "continuation_unacceptable"
    assert mistake["errors"][0]["pointer"] == "/total/amount"
    assert owed(await read(first)) == ("open", "1000.00")
    residual = await send("/v1/invoices", rest("400.00", difference_reason="five were returned"))
    assert owed(residual) == ("open", "400.00")
    before = await read(first)
    assert (before["total"], before["continued"]) == (eur_json("400.00"), eur_json("400.00"))


async def test_more_may_be_asked_for_as_well(
    issue: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    await issue("SO-1", "100.00")
    more = await send("/v1/invoices", rest("119.00", difference_reason="the tax was missing"))
    assert owed(more) == ("open", "119.00")


async def test_what_cannot_be_continued_is_refused_and_says_what_to_do(
    erp: AsyncClient, issue: Do, pay: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    assert "send it first" in (await refusal(erp, rest("1.00")))["detail"]
    await send("/v1/creditors", {**BOLTS, "code": "nuts"})
    await issue("SO-1")
    other = rest("100.00", creditor="nuts")
    assert "send it first" in (await refusal(erp, other))["detail"]
    early = rest("100.00", issue_date="2026-01-04")
    assert "on that day or later" in (await refusal(erp, early))["detail"]
    dollars = rest("1.00", total={"amount": "100.00", "currency": "USD"})
    assert "its own currency" in (await refusal(erp, dollars))["detail"]
    due = await refusal(erp, rest("100.00", due_date="2026-05-01"))
    assert "keeps theirs" in str(due)
    await send("/v1/invoices", rest("100.00"))
    again = await refusal(erp, rest("100.00", external_id="SO-3"))
    assert "continue that one" in again["detail"]
    await pay("B-1", "100.00", references=[{"invoice": "SO-2"}])
    paid = rest("1.00", external_id="SO-3", continues=[{"invoice_external_id": "SO-2"}])
    assert "nothing of it is left" in (await refusal(erp, paid))["detail"]


async def test_neither_of_the_two_is_changed_as_if_it_stood_alone(
    erp: AsyncClient, issue: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    first = await issue("SO-1")
    residual = await send("/v1/invoices", rest("100.00"))
    lower = {"amount": eur_json("-10.00"), "reason": "price"}
    answer = await erp.post(f"/v1/invoices/{first['id']}/adjustments", json=lower)
    assert answer.status_code == 409
    assert residual["id"] in answer.json()["detail"]
    path = f"/v1/invoices/{residual['id']}/cancellation"
    answer = await erp.post(path, json={"reason": "mistake"})
    assert answer.status_code == 409
    assert "one that continues it" in answer.json()["detail"]
    await send(f"/v1/invoices/{residual['id']}/adjustments", lower)
    later = {"due_date": "2026-03-01", "reason": "agreed"}
    answer = await erp.patch(f"/v1/invoices/{residual['id']}", json=later)
    assert answer.json()["due_date"] == "2026-03-01"


async def test_it_is_chased_as_what_it_continues(
    issue: Do, send: Send, rest: Callable[..., Shown]
) -> None:
    await issue("SO-1", chase="on_release")
    await issue("SO-0", chase="from", chase_from="2026-03-01")
    both = {"continues": [*FIRST["continues"], {"invoice_external_id": "SO-0"}]}
    assert (await send("/v1/invoices", rest("200.00", **both)))["chase"] == "on_release"


async def test_sent_again_it_is_unchanged_and_with_others_refused(
    erp: AsyncClient, customer: Shown, rest: Callable[..., Shown]
) -> None:
    body = rest("100.00")
    first = {name: value for name, value in body.items() if name != "continues"}
    first |= {"external_id": "SO-1", "due_date": "2026-02-04"}
    body |= {"total": eur_json("90.00"), "difference_reason": "price"}
    for outcomes in (["created", "created"], ["unchanged", "unchanged"], ["refused", "changed"]):
        if outcomes[0] == "refused":
            first, body = first | {"number": "R-1"}, body | {"number": "R-2"}
        answer = (await erp.post("/v1/invoices/bulk", json={"data": [first, body]})).json()
        assert [each["outcome"] for each in answer["data"]] == outcomes
    same = {name: value for name, value in body.items() if name != "external_id"}
    alone = same | {"continues": [], "due_date": "2026-02-04"}
    answer = await erp.put("/v1/invoices/by/external-id/SO-2", json=alone)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/continues")


async def test_an_invoice_in_a_running_plan_is_not_continued(
    erp: AsyncClient,
    service: Service,
    command_runner: CommandRunner,
    issue: Do,
    send: Send,
    rest: Callable[..., Shown],
) -> None:
    invoice = await issue("SO-1")
    slices = (slice_of(InvoiceId(invoice["id"]), eur(100_00)),)
    account = Account(TenantId("acme"), invoice["customer_id"])
    cause = Cause(datetime(2026, 1, 5, tzinfo=UTC), "test", UUID(int=7))
    agreed = PlanAgreed(
        plan_id=PlanId("pln_1"),
        customer_id=CustomerId(invoice["customer_id"]),
        creditor_id=CREDITOR,
        slices=slices,
        schedule=(Instalment(due_on=date(2026, 3, 1), amount=eur(100_00)),),
        time_zone="Europe/Berlin",
        grace_days=3,
    )
    await receive(service, command_runner, account, cause, agreed)
    answer = await erp.post("/v1/invoices", json=rest("100.00"))
    assert (answer.status_code, answer.json()["code"]) == (409, "invoice_refused")
    assert "cancel it first" in answer.json()["detail"]
    cancelled = PlanCancelled(
        plan_id=agreed.plan_id, customer_id=agreed.customer_id, slices=slices, reason="rebilled"
    )
    await receive(service, command_runner, account, cause, cancelled)
    assert owed(await send("/v1/invoices", rest("100.00"))) == ("open", "100.00")
