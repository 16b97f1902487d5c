"""A harsher step needs proof that the milder one was delivered; until then it is held, with a reason."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from httpx import AsyncClient, Response

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.notification import DeliveryProof
from recoup_events.workflow_scheduler import (
    Lack,
    ReminderRequested,
    StepDue,
    StepHeld,
    StepReleased,
    TaskCreated,
    TaskKind,
)
from recoup_service.service import Service
from recoup_testing.clients import NOWHERE
from recoup_testing.delivered import delivered, refused, sent, undelivered
from recoup_testing.reminders_example import berlin
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolled, enrolment_of
from workflow_scheduler.main import build

NUDGED = berlin("2026-03-09 10:00")
FIRM = berlin("2026-03-16 10:00")
LATER = berlin("2026-03-20 12:00")


@pytest.fixture(scope="session")
def service() -> Service:
    """Notification says nothing here that a test does not say."""
    return build(NOWHERE)


@pytest.fixture
async def reminded(harness: ServiceHarness, issued: InvoiceIssued) -> Sequence[ReminderRequested]:
    """The friendly reminder and the nudge, of level 1, were asked for."""
    await harness.receive(issued)
    return [each for each in await harness.comes(ReminderRequested, NUDGED) if each.level == 1]


async def steps(harness: ServiceHarness) -> Sequence[str]:
    return [each.step for each in await harness.recorded() if isinstance(each, StepDue)]


async def lacks(harness: ServiceHarness) -> Sequence[Lack]:
    return [each.lack for each in await harness.recorded() if isinstance(each, StepHeld)]


async def change(console: AsyncClient, path: str, move: str, body: object) -> Response:
    etag = (await console.get(path)).headers["ETag"]
    return await console.post(f"{path}/{move}", json=body, headers={"If-Match": etag})


async def test_what_was_delivered_lets_the_firmer_step_come_on_its_day(
    harness: ServiceHarness, reminded: Sequence[ReminderRequested]
) -> None:
    await harness.receive(delivered(reminded[0], NUDGED))
    await harness.until(FIRM)
    assert (await steps(harness))[-1] == "firm"
    assert await lacks(harness) == []


@pytest.mark.parametrize(
    ("ends", "lack"),
    [
        (lambda request: None, Lack.NOT_SENT),
        (lambda request: undelivered(request, NUDGED), Lack.UNDELIVERED),
        (refused, Lack.REFUSED),
        (lambda request: refused(request, LATER), Lack.NOT_SENT),
    ],
    ids=["nothing said", "came back", "refused", "postponed"],
)
async def test_what_did_not_arrive_holds_the_firmer_step(
    harness: ServiceHarness,
    reminded: Sequence[ReminderRequested],
    ends: Callable[[ReminderRequested], Event | None],
    lack: Lack,
) -> None:
    await harness.receive(*(event for each in reminded if (event := ends(each))))
    await harness.until(LATER)
    assert (await steps(harness))[-1] == "nudge"
    assert set(await lacks(harness)) == {lack}


async def test_a_bounced_address_never_leads_to_a_harsher_step(
    harness: ServiceHarness, reminded: Sequence[ReminderRequested]
) -> None:
    await harness.receive(*(undelivered(each, NUDGED) for each in reminded))
    await harness.until(FIRM + timedelta(days=400))
    assert (await steps(harness))[-1] == "nudge"


async def test_proof_that_comes_late_lets_it_go_on_at_the_next_of_its_times(
    harness: ServiceHarness, reminded: Sequence[ReminderRequested]
) -> None:
    await harness.until(LATER)
    await harness.receive(delivered(reminded[1], LATER, DeliveryProof.SIGNED_FOR))
    released = [each for each in await harness.recorded() if isinstance(each, StepReleased)]
    assert [(each.step, each.overridden) for each in released] == [("firm", False)]
    await harness.until(berlin("2026-03-21 10:00"))
    assert (await steps(harness))[-1] == "firm"


async def test_what_was_sent_and_has_not_come_back_in_five_days_counts_as_delivered(
    harness: ServiceHarness, reminded: Sequence[ReminderRequested]
) -> None:
    await harness.until(berlin("2026-03-13 08:00"))
    await harness.receive(sent(reminded[1]))
    await harness.until(berlin("2026-03-18 07:59"))
    assert await lacks(harness) == [Lack.NOT_PROVEN]
    await harness.until(berlin("2026-03-18 10:00"))
    assert (await steps(harness))[-1] == "firm"


async def test_a_person_is_asked_at_once_and_again_after_a_fortnight(
    harness: ServiceHarness, reminded: Sequence[ReminderRequested]
) -> None:
    await harness.receive(*(refused(each) for each in reminded))
    asked = await harness.comes(TaskCreated, LATER)
    assert [each.kind for each in asked] == [TaskKind.REVIEW]
    assert "release-step" in asked[0].script
    again = await harness.comes(TaskCreated, FIRM + timedelta(days=15))
    assert len(again) == 2


async def test_a_person_lets_a_held_step_go_on_and_the_reason_is_kept(
    harness: ServiceHarness,
    console: AsyncClient,
    issued: InvoiceIssued,
    reminded: Sequence[ReminderRequested],
) -> None:
    id = enrolment_of(harness.account, issued.terms[0].receivable_id).id
    body = {"reason": "Handed over at the trade fair."}
    early = await change(console, f"/v1/enrolments/{id}", "release-step", body)
    assert (early.status_code, early.json()["code"]) == (409, "enrolment_refused")
    await harness.receive(*(undelivered(each, NUDGED) for each in reminded))
    await harness.until(LATER)
    shown = (await console.get(f"/v1/enrolments/{id}")).json()["held"]
    assert (shown["step"], shown["milder_level"], shown["lack"]) == ("firm", 1, "undelivered")
    answer = await change(console, f"/v1/enrolments/{id}", "release-step", body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["held"] is None
    (released,) = [each for each in await harness.recorded() if isinstance(each, StepReleased)]
    assert (released.overridden, released.reason) == (True, body["reason"])
    await harness.until(berlin("2026-03-21 10:00"))
    assert (await steps(harness))[-1] == "firm"


async def policy(console: AsyncClient, **body: object) -> None:
    path = "/v1/escalation-policy"
    etag = (await console.get(path)).headers["ETag"]
    body = {"proof": "delivered"} | body
    set = await console.put(path, json=body, headers={"If-Match": etag})
    assert set.status_code == 200, set.text
    assert (await console.get("/v1/escalation-policy")).json() == set.json()


async def test_a_policy_may_be_content_with_what_was_sent(
    harness: ServiceHarness, console: AsyncClient, reminded: Sequence[ReminderRequested]
) -> None:
    await policy(console, proof="sent")
    await harness.until(berlin("2026-03-15 08:00"))
    await harness.receive(sent(reminded[1]))
    await harness.until(FIRM)
    assert (await steps(harness))[-1] == "firm"


async def test_the_milder_message_goes_by_letter_when_it_came_back_and_proves_it(
    harness: ServiceHarness, console: AsyncClient, reminded: Sequence[ReminderRequested]
) -> None:
    await policy(console, copy_by="letter")
    await harness.receive(*(undelivered(each, NUDGED) for each in reminded))
    copy = (await harness.comes(ReminderRequested, LATER))[-1]
    assert (copy.channel, copy.level, copy.template) == ("letter", 1, "friendly_reminder")
    tasks = [each for each in await harness.recorded() if isinstance(each, TaskCreated)]
    assert [each.kind for each in tasks] == [TaskKind.ADDRESS]
    await harness.receive(delivered(copy, LATER, DeliveryProof.TRACKED))
    await harness.until(berlin("2026-03-23 10:00"))
    assert (await steps(harness))[-1] == "firm"


async def test_a_person_is_asked_when_the_letter_does_not_arrive_either(
    harness: ServiceHarness, console: AsyncClient, reminded: Sequence[ReminderRequested]
) -> None:
    await policy(console, copy_by="letter")
    await harness.receive(*(undelivered(each, NUDGED) for each in reminded))
    copy = (await harness.comes(ReminderRequested, LATER))[-1]
    await harness.receive(refused(copy))
    tasks = [each for each in await harness.recorded() if isinstance(each, TaskCreated)]
    assert [each.kind for each in tasks] == [TaskKind.ADDRESS, TaskKind.REVIEW]
    assert len(await harness.comes(ReminderRequested, LATER + timedelta(days=40))) == len(
        await harness.comes(ReminderRequested, LATER)
    )


async def test_what_a_pause_stops_is_looked_at_anew_when_it_goes_on(
    harness: ServiceHarness,
    console: AsyncClient,
    issued: InvoiceIssued,
    reminded: Sequence[ReminderRequested],
) -> None:
    await harness.until(LATER)
    stream = enrolment_of(harness.account, issued.terms[0].receivable_id)
    for move, body in (("pause", {"reason": "A talk."}), ("resume", None)):
        answer = await change(console, f"/v1/enrolments/{stream.id}", move, body)
        assert answer.status_code == 200, answer.text
    async with harness.command_runner.work() as work:
        planned = enrolled(await work.state(ENROLMENT, stream)).planned
    assert planned is not None
    assert planned.held is None
    await harness.until(datetime.fromisoformat("2026-03-25T12:00:00+00:00"))
    assert (await steps(harness))[-1] == "nudge"


@pytest.mark.servers
async def test_what_is_held_is_listed_until_it_goes_on(
    office: ServiceHarness, acme: AsyncClient, issued: InvoiceIssued
) -> None:
    async def listed(held: bool) -> list[str | None]:
        await office.catch_up()
        found = (await acme.get("/v1/enrolments", params={"held": held})).json()["data"]
        return [each["held_step"] for each in found]

    await office.receive(issued)
    requested = await office.comes(ReminderRequested, NUDGED)
    assert await listed(held=True) == []
    await office.receive(*(undelivered(each, NUDGED) for each in requested))
    await office.until(LATER)
    assert await listed(held=True) == ["firm"]
    await office.receive(delivered(requested[-1], LATER))
    await office.until(LATER + timedelta(days=7))
    assert (await listed(held=True), await listed(held=False)) == ([], [None])
