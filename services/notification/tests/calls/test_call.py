from datetime import UTC, datetime, timedelta
from typing import TypedDict

from notification.calls.domain.call import CALL
from notification.calls.domain.check import Allowed
from notification.calls.domain.commands import AnswerCall, GiveUp, RecordOutcome, RecordReceived
from notification.calls.domain.errors import CalledAtUnacceptable, CallStateRefused
from notification.calls.domain.events import CallRequested
from notification.messages.domain.verdict import Refusal
from recoup_compliance.contact_ledger.line import Evidence
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    DebtId,
    InvoiceId,
    PersonId,
    ReceivableId,
    debt_id_of,
)
from recoup_events.notification import (
    CallItem,
    CallMade,
    CallNotMade,
    CallOutcome,
    CallPermitted,
    CallReceived,
    CallRefused,
)
from recoup_testing.money import euros
from recoup_testing.scenario import Scenario


class Named(TypedDict):
    call_id: CallId
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId


NOON = datetime(2026, 1, 5, 11, tzinfo=UTC)
UNTIL = NOON + timedelta(minutes=30)
NAMED: Named = {
    "call_id": CallId("cal_1"),
    "customer_id": CustomerId("cus_1"),
    "creditor_id": CreditorId("crd_1"),
    "person_id": PersonId("per_ada"),
}
REQUESTED = CallRequested(**NAMED, invoices=(InvoiceId("inv_1"),), phone="+4930901820", at=NOON)
ALLOWED = Allowed(
    items=(
        CallItem(
            invoice_id=InvoiceId("inv_1"), receivable_id=ReceivableId("rcv_1"), amount=euros(100)
        ),
    ),
    debts=(DebtId("deb_1"),),
    address_hash="a1",
    until=UNTIL,
    caps=(),
    rules_version="rules-1",
    evidence=Evidence(),
)
REFUSAL = Refusal(
    rule="policy-quiet-hours",
    rules_version="rules-1",
    citation="Creditor's policy",
    inputs={},
    retry_at=NOON + timedelta(hours=20),
    evidence=Evidence(),
)
PERMITTED = CallPermitted(**NAMED, **dict(ALLOWED))
REFUSED = CallRefused(**NAMED, **dict(REFUSAL))
NOT_MADE = CallNotMade(**NAMED, reason="The shift had ended.")

call = Scenario(CALL)


def outcome(outcome: CallOutcome, called_at: datetime, now: datetime) -> RecordOutcome:
    return RecordOutcome(outcome=outcome, called_at=called_at, note=None, at=now)


def made(outcome: CallOutcome, called_at: datetime, *, within: bool = True) -> CallMade:
    return CallMade(
        **NAMED,
        debts=ALLOWED.debts,
        address_hash="a1",
        outcome=outcome,
        called_at=called_at,
        conversation=outcome is CallOutcome.REACHED,
        within_permission=within,
    )


def test_a_call_that_passes_is_permitted_until_a_moment() -> None:
    call.given().when(AnswerCall(requested=REQUESTED, verdict=ALLOWED)).then(REQUESTED, PERMITTED)


def test_a_call_that_does_not_pass_is_refused_by_its_rule() -> None:
    call.given().when(AnswerCall(requested=REQUESTED, verdict=REFUSAL)).then(REQUESTED, REFUSED)


def test_reaching_the_person_is_a_conversation_and_a_voicemail_is_none() -> None:
    for how in CallOutcome:
        permitted = call.given(REQUESTED, PERMITTED)
        permitted.when(outcome(how, NOON, UNTIL)).then(made(how, NOON))
    assert made(CallOutcome.REACHED, NOON).conversation
    assert not made(CallOutcome.VOICEMAIL, NOON).conversation


def test_a_call_after_its_permission_is_recorded_as_such() -> None:
    late = UNTIL + timedelta(minutes=1)
    call.given(REQUESTED, PERMITTED).when(outcome(CallOutcome.REACHED, late, late)).then(
        made(CallOutcome.REACHED, late, within=False)
    )


def test_a_call_is_made_between_its_permission_and_now() -> None:
    permitted = call.given(REQUESTED, PERMITTED)
    for when in (NOON - timedelta(seconds=1), NOON + timedelta(seconds=1)):
        permitted.when(outcome(CallOutcome.REACHED, when, NOON)).then_refused(CalledAtUnacceptable)


def test_a_permission_can_be_given_back() -> None:
    call.given(REQUESTED, PERMITTED).when(GiveUp(reason="The shift had ended.")).then(NOT_MADE)


def test_a_call_of_the_persons_is_recorded_when_it_has_been() -> None:
    asked = RecordReceived(
        **NAMED, invoices=REQUESTED.invoices, called_at=NOON, note="Asks for a copy.", at=UNTIL
    )
    received = CallReceived(
        **NAMED,
        invoices=REQUESTED.invoices,
        debts=(debt_id_of(NAMED["customer_id"], NAMED["creditor_id"]),),
        called_at=NOON,
        note="Asks for a copy.",
    )
    call.given().when(asked).then(received)
    early = asked.model_copy(update={"called_at": UNTIL + timedelta(seconds=1)})
    call.given().when(early).then_refused(CalledAtUnacceptable)
    call.given(received).when(outcome(CallOutcome.REACHED, NOON, NOON)).then_refused(
        CallStateRefused
    )


def test_what_was_refused_is_not_made() -> None:
    refused = call.given(REQUESTED, REFUSED)
    refusal = refused.when(outcome(CallOutcome.REACHED, NOON, NOON)).then_refused(CallStateRefused)
    assert "must not be made" in refusal.detail


def test_a_call_has_one_end() -> None:
    for end in (made(CallOutcome.REACHED, NOON), NOT_MADE):
        ended = call.given(REQUESTED, PERMITTED, end)
        ended.when(outcome(CallOutcome.REACHED, NOON, NOON)).then_refused(CallStateRefused)
        ended.when(GiveUp(reason="Twice.")).then_refused(CallStateRefused)
