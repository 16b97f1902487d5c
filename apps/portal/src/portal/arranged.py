"""What is arranged with a debtor, in sentences: payments on their way, promises, plans and disputes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from portal.services import Answer
from portal.visit import Visit

Shown = Mapping[str, Any]
MOST_DISPUTES = 5


class Arranged(NamedTuple):
    """A sentence or two, and where more of it is."""

    text: str
    lead: tuple[str, str] | None = None
    """An address and its words."""
    warns: bool = False


def of_these(visit: Visit, answer: Answer, *states: str) -> Iterator[Shown]:
    return (row for row in answer.rows if row["state"] in states and visit.is_theirs(row))


def payments(visit: Visit, answer: Answer, invoices: Sequence[Shown]) -> Iterator[Arranged]:
    """Those on their way, and those that came back as long as what they had paid is owed again."""
    owed = {each["id"] for each in invoices}
    for attempt in of_these(visit, answer, "pending", "returned"):
        amount = visit.money(attempt["amount"])
        if attempt["state"] == "pending":
            yield Arranged(visit.words("home.payment", amount=amount))
        elif owed & {part["invoice_id"] for part in attempt["parts"]}:
            lead = ("/pay", visit.words("home.pay"))
            yield Arranged(visit.words("home.payment_returned", amount=amount), lead, warns=True)


def promises(visit: Visit, answer: Answer) -> Iterator[Arranged]:
    for promise in of_these(visit, answer, "open"):
        over = promise["due_on"] < visit.today.isoformat()
        words = "home.promise_over" if over else "home.promise"
        values = {"amount": visit.money(promise["promised"]), "day": visit.day(promise["due_on"])}
        yield Arranged(visit.words(words, **values))


def offers(visit: Visit, answer: Answer) -> Iterator[Arranged]:
    """To pay in instalments: what can be accepted, and what was asked for."""
    for offer in of_these(visit, answer, "open", "referred"):
        values = {"amount": visit.money(offer["total"])}
        if offer["state"] == "open":
            values["day"] = visit.day(offer["expires_on"])
        lead = (f"/offers/{offer['id']}", visit.words("home.offer_see"))
        yield Arranged(visit.words(f"home.offer_{offer['state']}", **values), lead)


def plans(visit: Visit, answer: Answer) -> Iterator[Arranged]:
    for plan in of_these(visit, answer, "running", "broken"):
        lead = (f"/plans/{plan['id']}", visit.words("home.plan_see"))
        if plan["state"] == "broken":
            yield Arranged(visit.words("plan.state_broken"), lead, warns=True)
            continue
        values = {"amount": visit.money(plan["total"]), "remaining": visit.money(plan["remaining"])}
        text = f"{visit.words('home.plan', **values)} {comes_next(visit, plan)}"
        yield Arranged(text, lead, warns=bool(missed_of(plan)))


def missed_of(plan: Shown) -> Sequence[Shown]:
    return [each for each in plan["schedule"] if each["state"] == "missed"]


def last_day_of(plan: Shown, instalment: Shown) -> date:
    """Until then a missed instalment can be paid, and the plan goes on."""
    return date.fromisoformat(instalment["due_on"]) + timedelta(days=plan["grace_days"])


def comes_next(visit: Visit, plan: Shown) -> str:
    """What was missed and until when it can be made good; else what is due next."""
    missed = missed_of(plan)
    if plan["suspended_since"] is not None:
        return visit.words("plan.suspended")
    if missed:
        first = missed[0]
        values = {"amount": visit.money(first["open"]), "day": visit.day(first["due_on"])}
        until = visit.day(last_day_of(plan, first))
        return visit.words("plan.missed", **values, until=until)
    coming = plan["next_instalment"]
    if coming is None:
        return ""
    values = {"amount": visit.money(coming["open"]), "day": visit.day(coming["due_on"])}
    return visit.words("home.plan_next", **values)


async def disputes(visit: Visit, answer: Answer, invoices: Sequence[Shown]) -> Sequence[Arranged]:
    """Those that are open, and the last few that were decided."""
    numbers = {each["id"]: each["number"] for each in invoices}
    shown = []
    states = ("open", "upheld", "partly_upheld", "rejected")
    for dispute in list(of_these(visit, answer, *states))[:MOST_DISPUTES]:
        number = numbers.get(dispute["invoice_id"])
        if number is None:
            found = await visit.api.get(f"/v1/invoices/{dispute['invoice_id']}")
            number = found.body.get("number", "") if found.done else ""
        lead = (f"/disputes/{dispute['id']}", visit.words("home.dispute_see"))
        shown.append(Arranged(_dispute(visit, dispute, number), lead))
    return shown


def _dispute(visit: Visit, dispute: Shown, number: str) -> str:
    words, state = visit.words, dispute["state"]
    if state == "open":
        text = words("home.dispute", number=number, amount=visit.money(dispute["amount"]))
        if dispute["review_at"] is None or dispute["overdue"]:
            return text
        return f"{text} {words('home.dispute_by', day=visit.day(dispute['review_at'][:10]))}"
    if dispute["credit"] is not None:
        credit = visit.money(dispute["credit"])
        return words(f"home.dispute_{state}", number=number, amount=credit)
    return words("home.dispute_rejected", number=number, reason=dispute["outcome_reason"] or "")
