"""15 USC 1692g(b): a consumer who contests in time is sent verification before anything is chased again."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from dispute.disputes.domain import commands, errors
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import Ids
from recoup_events import dispute as public
from recoup_events.kernel.ids import CustomerId, DisputeId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_testing.creditors import CREDITOR
from recoup_testing.scenario import Scenario
from recoup_testing.terms import slice_of

IDS: Ids = {"dispute_id": DisputeId("dsp_1"), "customer_id": CustomerId("cus_1")}
PERIOD = public.ValidationPeriod(received_on=date(2026, 1, 18), ends_on=date(2026, 2, 10))
SLICE = slice_of(InvoiceId("inv_1"), Money(minor_units=60_00, currency="EUR"))
OPENED = public.DisputeOpened(
    **IDS,
    creditor_id=CREDITOR,
    slices=(SLICE,),
    reason=public.Reason.IDENTITY,
    statement="I owe nobody anything.",
    validation=PERIOD,
)
TODAY = datetime(2026, 1, 20, 9, tzinfo=UTC).date()
WHAT = "Copy of the contract, by certified letter."
SEND = commands.SendVerification(sent_on=TODAY, what=WHAT, today=TODAY)
SENT = public.DisputeVerificationSent(**IDS, sent_on=TODAY, what=WHAT)
WHY = "The contract names them."
REJECT = commands.RejectDispute(reason=WHY)
A_PART = commands.PartlyUpholdDispute(credit=Money(minor_units=1, currency="EUR"), reason=WHY)
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "LETTER-1",
    "reason": "identity",
    "statement": "I owe nobody anything.",
    "validation": {"received_on": "2026-01-18", "ends_on": "2026-02-10"},
}

dispute = Scenario(DISPUTE)
contested = dispute.given(OPENED)


@pytest.mark.parametrize("decision", [REJECT, A_PART])
def test_nothing_is_decided_against_the_consumer_before(
    decision: commands.DisputeCommand,
) -> None:
    contested.when(decision).then_refused(errors.VerificationNeeded)


def test_once_it_was_sent_the_dispute_may_be_rejected() -> None:
    rejected = public.DisputeRejected(**IDS, slices=(SLICE,), reason=WHY)
    dispute.given(OPENED, SENT).when(REJECT).then(rejected)


def test_the_consumer_may_be_right_all_the_same() -> None:
    upheld = public.DisputeUpheld(
        **IDS, slices=(SLICE,), credit=SLICE.amount, credits=(SLICE,), reason=WHY
    )
    contested.when(commands.UpholdDispute(reason=WHY)).then(upheld)


def test_it_is_recorded_once() -> None:
    contested.when(SEND).then(SENT)
    dispute.given(OPENED, SENT).when(SEND).then_nothing()


@pytest.mark.parametrize("day", [date(2026, 1, 17), date(2026, 1, 21)])
def test_it_is_sent_after_it_was_asked_for_and_not_in_days_to_come(day: date) -> None:
    early = SEND.model_copy(update={"sent_on": day})
    refusal = contested.when(early).then_refused(errors.VerificationUnacceptable)
    assert refusal.pointer == "/sent_on"


def test_a_dispute_outside_the_period_has_none() -> None:
    plain = OPENED.model_copy(update={"validation": None})
    dispute.given(plain).when(SEND).then_refused(errors.DisputeRefused)


def test_a_dispute_is_given_and_given_back() -> None:
    given = public.DisputeAssigned(**IDS, owned_by="m.weber", team="dach")
    give = commands.AssignDispute(owner="m.weber", team="dach")
    contested.when(give).then(given)
    dispute.given(OPENED, given).when(give).then_nothing()
    back = public.DisputeAssigned(**IDS, owned_by=None, team=None)
    dispute.given(OPENED, given).when(commands.AssignDispute(owner=None, team=None)).then(back)


def test_what_is_said_twice_is_said_once_also_after_the_end() -> None:
    say = commands.AddEntry(entry_id="ent_1", speaker=public.Speaker.FROM_DEBTOR, words="Well?")
    said = public.DisputeEntryAdded(
        **IDS, entry_id="ent_1", speaker=public.Speaker.FROM_DEBTOR, words="Well?"
    )
    ended = public.DisputeWithdrawn(**IDS, slices=(SLICE,), reason=WHY)
    dispute.given(OPENED, ended).when(say).then(said)
    dispute.given(OPENED, ended, said).when(say).then_nothing()


async def test_verification_opens_the_way_to_a_decision(erp: AsyncClient) -> None:
    opened = await erp.post("/v1/disputes", json=NEW)
    assert opened.status_code == 201, opened.text
    path = f"/v1/disputes/{opened.json()['id']}"
    assert opened.json()["awaits_verification"] is True
    any_version = {"If-Match": "*"}
    rejection = {"outcome": "rejected", "reason": WHY}
    refused = await erp.post(f"{path}/resolution", json=rejection, headers=any_version)
    assert (refused.status_code, refused.json()["code"]) == (409, "verification_needed")
    sent = {"sent_on": "2026-01-20", "what": WHAT}
    shown = await erp.post(f"{path}/verification", json=sent, headers=any_version)
    assert shown.status_code == 200, shown.text
    assert (shown.json()["verified_on"], shown.json()["awaits_verification"]) == (
        "2026-01-20",
        False,
    )
    decided = await erp.post(f"{path}/resolution", json=rejection, headers=any_version)
    assert decided.json()["state"] == "rejected"


async def test_what_came_too_late_is_a_dispute_as_any_other(erp: AsyncClient) -> None:
    late = {"received_on": "2026-02-11", "ends_on": "2026-02-10"}
    refused = await erp.post("/v1/disputes", json=NEW | {"validation": late})
    assert (refused.status_code, refused.json()["code"]) == (422, "validation_unacceptable")


async def test_its_owner_and_conversation_are_shown(erp: AsyncClient) -> None:
    opened = (await erp.post("/v1/disputes", json=NEW)).json()
    path = f"/v1/disputes/{opened['id']}"
    given = {"owner": "m.weber", "team": "dach"}
    await erp.put(f"{path}/assignment", json=given, headers={"If-Match": "*"})
    entry = {"reference": "MAIL-1", "speaker": "internal", "words": "Asked the carrier."}
    await erp.post(f"{path}/conversation", json=entry)
    shown = (await erp.post(f"{path}/conversation", json=entry)).json()
    assert (shown["owner"], shown["team"]) == ("m.weber", "dach")
    assert [(each["speaker"], each["words"]) for each in shown["conversation"]] == [
        ("internal", "Asked the carrier.")
    ]
