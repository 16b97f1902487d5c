"""What takes two people is approved by another, refused, or expires; once, and for good."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from invoice.approvals.domain.approval import (
    APPROVAL,
    EXPIRY,
    Approve,
    Expire,
    Refuse,
    RequestApproval,
)
from recoup_events import invoice as events
from recoup_events.kernel.ids import ApprovalId, CreditorId
from recoup_receivables.approvals import ApprovalClosed, SecondPersonNeeded
from recoup_testing.scenario import Scenario

ID = ApprovalId("apr_1")
AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
ACCOUNTS = (events.BankAccount(currency="EUR", holder="Bolts GmbH", iban="NL91ABNA0417164300"),)
CHANGE = events.BankAccountsChange(creditor_id=CreditorId("crd_1"), bank_accounts=ACCOUNTS)
REQUEST = RequestApproval(approval_id=ID, request=CHANGE, by="key:ada", at=AT)
EXPIRES = AT + timedelta(days=30)
REQUESTED = events.ApprovalRequested(
    approval_id=ID, request=CHANGE, requested_by="key:ada", expires_at=EXPIRES
)
APPROVED = events.ApprovalApproved(
    approval_id=ID, request=CHANGE, requested_by="key:ada", approved_by="key:bob"
)
REFUSED = events.ApprovalRefused(approval_id=ID, reason="a fraud", refused_by="key:bob")
EXPIRED = events.ApprovalExpired(approval_id=ID)

approval = Scenario(APPROVAL)


def test_what_is_asked_for_waits_thirty_days() -> None:
    waiting = approval.given().when(REQUEST).then(REQUESTED)
    assert APPROVAL.timers(waiting) == {EXPIRY: EXPIRES}


def test_another_person_approves_it_and_not_who_asked() -> None:
    waits = approval.given(REQUESTED)
    waits.when(Approve(by="key:ada")).then_refused(SecondPersonNeeded)
    done = waits.when(Approve(by="key:bob")).then(APPROVED)
    assert APPROVAL.timers(done) == {}


def test_anybody_refuses_it_also_who_asked() -> None:
    waits = approval.given(REQUESTED)
    waits.when(Refuse(reason="a fraud", by="key:bob")).then(REFUSED)
    waits.when(Refuse(reason="a slip", by="key:ada")).then(
        events.ApprovalRefused(approval_id=ID, reason="a slip", refused_by="key:ada")
    )


@pytest.mark.parametrize("end", [APPROVED, REFUSED, EXPIRED])
@pytest.mark.parametrize("command", [Approve(by="key:bob"), Refuse(reason="no", by="key:bob")])
def test_what_is_decided_stays_so(end: events.InvoiceEvent, command: Any) -> None:
    approval.given(REQUESTED, end).when(command).then_refused(ApprovalClosed)


def test_what_nobody_decided_expires_and_what_was_decided_does_not() -> None:
    approval.given(REQUESTED).when(Expire()).then(EXPIRED)
    approval.given(REQUESTED, APPROVED).when(Expire()).then_nothing()
    approval.given().when(Expire()).then_nothing()
