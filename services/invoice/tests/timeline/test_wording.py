"""Every event has its sentence, or is known to need none."""

from pathlib import Path

import pytest

from invoice.timeline.domain.wording import KINDS, words
from recoup_events import invoice as events
from recoup_events.invoice.api_key import (
    ApiKeyIssued,
    ApiKeyLimited,
    ApiKeyReplaced,
    ApiKeyRevoked,
)
from recoup_events.invoice.clearing import (
    ClearingOpened,
    ClearingPaymentReversed,
    ClearingSettled,
    ClearingTransferReceived,
    ClearingTransferReversed,
)
from recoup_events.invoice.creditor import CreditorMetadataChanged, LetterheadChanged
from recoup_events.invoice.document import DocumentAnnounced, DocumentForgotten, DocumentReceived
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.invoice.report import ReportMade
from recoup_events.invoice.tenant import (
    TenantEnded,
    TenantLimited,
    TenantOpened,
    TenantResumed,
    TenantSuspended,
)
from recoup_events.kernel.event import EVENTS, Event
from recoup_events.kernel.registry import decode

EXAMPLES = Path(__file__).parents[4] / "tests/contract/events"
ELSEWHERE = {
    events.PaymentAllocated,  # the invoices it is applied to say so, too
    events.PaymentUnallocated,
    events.CreditNoteAllocated,
    events.CreditNoteUnallocated,
    events.CustomerMetadataChanged,  # notes of others
    events.InvoiceMetadataChanged,
    events.PaymentMetadataChanged,
    events.CreditNoteMetadataChanged,
    CreditorMetadataChanged,
    events.CreditPolicyRecorded,
    events.CreditorRegistered,  # of no customer
    events.CreditorDetailsChanged,
    events.CreditorBooksChanged,
    events.BankAccountsChanged,
    events.ApprovalRequested,  # have a list of their own
    events.ApprovalApproved,
    events.ApprovalRefused,
    events.ApprovalExpired,
    DocumentAnnounced,
    DocumentReceived,
    DocumentForgotten,
    ReportMade,
    ApiKeyIssued,
    ApiKeyLimited,
    ApiKeyReplaced,
    ApiKeyRevoked,
    LetterheadChanged,  # of no customer
    ClearingOpened,  # of an agency
    ClearingTransferReceived,
    ClearingTransferReversed,
    ClearingPaymentReversed,
    ClearingSettled,
    TenantOpened,
    TenantLimited,
    TenantSuspended,
    TenantResumed,
    TenantEnded,
    DocumentSetMade,  # the message that it goes along with
}


def test_every_event_is_told_or_left_out_on_purpose() -> None:
    said = {each for each in EVENTS.values() if issubclass(each, events.InvoiceEvent)}
    assert KINDS.keys() | ELSEWHERE == said - {events.InvoiceEvent}
    assert not KINDS.keys() & ELSEWHERE


@pytest.mark.parametrize("event", KINDS, ids=lambda event: event.type)
def test_every_event_is_told_in_a_sentence(event: type[Event]) -> None:
    example = decode(event.type, (EXAMPLES / f"{event.type}.json").read_text())
    sentence = words(example, lambda id: f"<{id}>")
    assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] == "<"
    assert sentence.endswith(".")
    assert "None" not in sentence
