"""Paying in instalments: asked for as it suits, compared, accepted once; then what is next and what can be made good."""

import pytest
from httpx import AsyncClient

from recoup_testing.portal_example import (
    CREDITOR,
    CUSTOMER,
    INVOICE,
    PERSON,
    Services,
    Shown,
    euros,
    send,
)

OF = {"customer_id": CUSTOMER, "creditor_id": CREDITOR}
REQUESTS = "/v1/plan-offers/requests"


def instalment(due_on: str, state: str, amount: str = "50.00", left: str = "50.00") -> Shown:
    return {"due_on": due_on, "state": state, "amount": euros(amount), "open": euros(left)}


def option(name: str, every: str, *days: str) -> Shown:
    schedule = [{"due_on": day, "amount": euros("50.00")} for day in days]
    return {"option": name, "every": every, "total": euros("150.00"), "schedule": schedule}


def offer(**changes: object) -> Shown:
    base = {
        "id": "pof_1",
        **OF,
        "state": "open",
        "total": euros("150.00"),
        "options": [
            option("1", "month", "2026-03-31", "2026-04-30", "2026-05-29"),
            option("2", "week", "2026-03-24", "2026-03-31", "2026-04-07"),
        ],
        "keep_current": True,
        "interest": "frozen",
        "grace_days": 3,
        "expires_on": "2026-03-24",
        "plan_id": None,
        "superseded_by": None,
    }
    return {**base, **changes}


def breach(until: str) -> Shown:
    return {"invoice_id": INVOICE, "cure_until": until}


def plan(**changes: object) -> Shown:
    schedule = [
        instalment("2026-02-09", "paid", left="0.00"),
        instalment("2026-04-09", "open"),
        instalment("2026-05-11", "open"),
    ]
    base = {
        "id": "pln_1",
        **OF,
        "state": "running",
        "slices": [{"invoice_id": INVOICE}],
        "schedule": schedule,
        "next_instalment": schedule[1],
        "suspended_since": None,
        "breaches": [],
        "interest": "runs",
        "replaced_by": None,
        "grace_days": 3,
        "total": euros("150.00"),
        "settled": euros("50.00"),
        "remaining": euros("100.00"),
    }
    return {**base, **changes}


async def test_what_suits_them_is_asked_for_once(debtor: AsyncClient, services: Services) -> None:
    services.says(REQUESTS, offer(), 201, "POST")
    services.says("/v1/plan-offers/pof_1", offer())
    form = {"currency": "EUR", "instalments": "3", "every": "month", "first": "2026-03-31"}
    await send(debtor, "/instalments", {**form, "words": "Sales are slow."})
    page = await send(debtor, "/instalments", {**form, "words": "Sales are slow."})
    assert "pay €150.00 in instalments" in page
    first, again = services.sent("POST", REQUESTS)
    assert first == again
    wish = {"every": "month", "instalments": 3, "first_due_on": "2026-03-31"}
    assert (first["wish"], first["words"]) == (wish, "Sales are slow.")


async def test_without_a_wish_what_is_possible_is_asked_for(
    debtor: AsyncClient, services: Services
) -> None:
    services.says(REQUESTS, offer(), 201, "POST")
    await send(debtor, "/instalments", {"currency": "EUR", "instalments": "", "every": "month"})
    [sent] = services.sent("POST", REQUESTS)
    assert {"wish", "words"} & set(sent) == set()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"currency": ""}, "Please choose one."),
        ({"instalments": "1"}, "from 2 to 60"),
        ({"instalments": "x"}, "from 2 to 60"),
        ({"every": "day"}, "from 2 to 60"),
        ({"first": "2026-03-10"}, "from tomorrow until"),
    ],
)
async def test_a_wish_that_cannot_be_is_told_and_nothing_is_sent(
    changes: dict[str, str], words: str, debtor: AsyncClient, services: Services
) -> None:
    form = {"currency": "EUR", "instalments": "3", "every": "month", "first": ""}
    assert words in await send(debtor, "/instalments", {**form, **changes})
    assert services.sent("POST", REQUESTS) == []


async def test_options_stand_side_by_side_and_one_is_accepted(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plan-offers/pof_1", offer())
    page = (await debtor.get("/offers/pof_1")).text
    for words in ("3 monthly instalments", "3 weekly instalments", "24 March 2026", "29 May 2026"):
        assert words in page
    assert "New invoices are to be paid by their due dates" in page
    assert "No interest is added while you keep to it." in page
    path = "/v1/plan-offers/pof_1/acceptance"
    services.says(path, offer(state="accepted", plan_id="pln_1"), 200, "POST")
    services.says("/v1/plans/pln_1", plan())
    assert "Your instalments" in await send(debtor, "/offers/pof_1/acceptance", {"option": "2"})
    assert services.sent("POST", path) == [{"option": "2", "person_id": PERSON}]


async def test_an_offer_that_is_outdated_is_not_accepted(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plan-offers/pof_1", offer())
    path = "/v1/plan-offers/pof_1/acceptance"
    services.says(path, {"code": "offer_outdated"}, 409, "POST")
    page = await send(debtor, "/offers/pof_1/acceptance", {"option": "1"})
    assert "Something has changed" in page
    assert "Please choose one." in await send(debtor, "/offers/pof_1/acceptance", {"option": "9"})
    assert len(services.sent("POST", path)) == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("referred", "Somebody is looking into it"),
        ("declined", "This was declined."),
        ("withdrawn", "no longer stands"),
        ("expired", "is over"),
        ("superseded", "a newer offer"),
        ("accepted", "You have accepted this."),
    ],
)
async def test_what_became_of_an_offer_is_said(
    state: str, words: str, debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plan-offers/pof_1", offer(state=state))
    page = (await debtor.get("/offers/pof_1")).text
    assert words in page
    assert "Accept this" not in page


async def test_a_running_plan_says_what_is_next_and_how_to_pay_it(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plans/pln_1", plan())
    page = (await debtor.get("/plans/pln_1")).text
    assert "Next instalment: €50.00 by 9 April 2026" in page
    assert "€100.00 of €150.00" in page
    assert "DE89 3704 0044 0532 0130 00" in page
    assert "can be paid until" not in page


async def test_what_was_missed_can_be_made_good_until_a_day(
    debtor: AsyncClient, services: Services
) -> None:
    late = instalment("2026-03-09", "missed", left="30.00")
    missed = plan(schedule=[late, instalment("2026-04-09", "open")], next_instalment=late)
    services.says("/v1/plans/pln_1", missed)
    services.says("/v1/plans", {"data": [missed]})
    for path in ("/plans/pln_1", "/"):
        page = (await debtor.get(path)).text
        assert "If you pay it by 12 March 2026, the arrangement goes on" in page
        assert "€30.00" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": "broken"}, "This arrangement has ended"),
        ({"state": "completed"}, "All instalments are paid."),
        ({"state": "cancelled"}, "This arrangement was ended."),
        ({"state": "cancelled", "replaced_by": "pln_9"}, 'href="/plans/pln_9"'),
        ({}, "Interest goes on as on your invoices."),
        ({"suspended_since": "2026-03-01"}, "At present nothing is due of it"),
        (
            {"breaches": [breach("2026-03-17"), breach("2026-03-19")]},
            "Please pay it by 17 March 2026",
        ),
    ],
)
async def test_how_a_plan_stands_is_said(
    changes: Shown, words: str, debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plans/pln_1", plan(**changes))
    assert words in (await debtor.get("/plans/pln_1")).text


async def test_anothers_offer_and_plan_are_told_like_none(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/plan-offers/pof_2", offer(id="pof_2", customer_id="cus_other"))
    services.says("/v1/plans/pln_2", plan(id="pln_2", customer_id="cus_other"))
    for path in ("/offers/pof_2", "/plans/pln_2", "/offers/pof_none"):
        assert (await debtor.get(path)).status_code == 404
    for path in ("acceptance", "decline"):
        await send(debtor, f"/offers/pof_2/{path}", {"option": "1"})
    assert services.sent("POST", "/v1/plan-offers/pof_2/acceptance") == []
    assert services.sent("POST", "/v1/plan-offers/pof_2/decline") == []
