"""What a receipt allows, and who has said what of it."""

from datetime import UTC, date, datetime

from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.commands import (
    Accept,
    Propose,
    RecordReceipt,
    RecordSecondLook,
    SendBack,
)
from invoice.receipts.domain.errors import ReceiptRefused, ReceiptUnacceptable
from invoice.receipts.domain.events import (
    Part,
    PayerRecognised,
    ReceiptAccepted,
    ReceiptLookedAtAgain,
    ReceiptProposed,
    ReceiptRecorded,
    ReceiptSentBack,
)
from invoice.receipts.domain.payer import MOST, PAYER, RecognisePayer
from invoice.receipts.domain.receipt import RECEIPT, SECOND_LOOK, Receipt, ReceiptState
from recoup_events.kernel.ids import CustomerId, PaymentId
from recoup_events.kernel.money import Money
from recoup_testing.money import eur
from recoup_testing.receipts import ADA, BOLTS, entry
from recoup_testing.scenario import Scenario

receipt = Scenario(RECEIPT)
payer = Scenario(PAYER)
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
RECORDED = ReceiptRecorded(
    receipt_id="rct_1",
    creditor_id=BOLTS,
    external_id="B-1",
    amount=eur(100_00),
    value_date=date(2026, 2, 1),
    source="bank",
    method="transfer",
    recorded_at=NOW,
)
LONGEST_DUE = Candidate(
    customer_id=ADA,
    rule=Rule.LONGEST_DUE,
    confidence=60,
    reason="The customer has paid from this account before.",
    left=eur(100_00),
)
PROPOSE = Propose(candidates=(LONGEST_DUE,), hints=(), threshold=90)
PROPOSED = ReceiptProposed(candidates=(LONGEST_DUE,), threshold=90)
REASON = "The payer called"


def part(cents: int) -> Part:
    return Part(customer_id=ADA, payment_id=PaymentId("pay_1"), amount=eur(cents))


def accept(*parts: Part) -> Accept:
    return Accept(parts=parts, rule=None, confidence=None, by="user:1", reason=REASON)


def accepted(*parts: Part) -> ReceiptAccepted:
    return ReceiptAccepted(
        parts=parts, rule=None, confidence=None, accepted_by="user:1", reason=REASON
    )


def test_money_that_came_in_waits() -> None:
    waiting = receipt.given().when(RecordReceipt(receipt_id="rct_1", entry=entry(100_00), at=NOW))
    state = waiting.then(RECORDED)
    assert (state.state, state.left) == (ReceiptState.REVIEW, eur(100_00))


def test_what_waits_is_looked_at_once_more_and_what_is_decided_is_not() -> None:
    waiting = receipt.given(RECORDED, PROPOSED).when(RecordSecondLook(at=NOW))
    assert RECEIPT.timers(waiting.state) == {SECOND_LOOK: NOW}
    looked = waiting.then(ReceiptLookedAtAgain(at=NOW))
    assert RECEIPT.timers(looked) == {}
    decided = receipt.given(RECORDED, accepted(part(1))).when(RecordSecondLook(at=NOW))
    assert RECEIPT.timers(decided.state) == {}


def test_the_same_proposal_again_changes_nothing() -> None:
    receipt.given(RECORDED).when(PROPOSE).then(PROPOSED)
    receipt.given(RECORDED, PROPOSED).when(PROPOSE).then_nothing()


def test_all_of_it_accepted_waits_no_more() -> None:
    state = (
        receipt.given(RECORDED, PROPOSED).when(accept(part(100_00))).then(accepted(part(100_00)))
    )
    assert (state.state, state.candidates) == (ReceiptState.APPLIED, ())


def test_what_a_part_leaves_waits_on_without_candidates() -> None:
    state = receipt.given(RECORDED, PROPOSED).when(accept(part(60_00))).then(accepted(part(60_00)))
    assert (state.state, state.left) == (ReceiptState.REVIEW, eur(40_00))
    assert state.candidates == ()


def test_no_more_is_accepted_or_sent_back_than_waits() -> None:
    given = receipt.given(RECORDED, accepted(part(60_00)))
    given.when(accept(part(40_01))).then_refused(ReceiptUnacceptable)
    back = SendBack(amount=eur(40_01), by="user:1", reason=REASON)
    given.when(back).then_refused(ReceiptUnacceptable)


def test_nothing_is_decided_in_another_currency() -> None:
    dollars = SendBack(amount=Money(minor_units=1, currency="USD"), by="user:1", reason=REASON)
    receipt.given(RECORDED).when(dollars).then_refused(ReceiptUnacceptable)


def test_what_is_sent_back_is_nobodys() -> None:
    back = ReceiptSentBack(amount=eur(100_00), sent_back_by="user:1", reason=REASON)
    command = SendBack(amount=None, by="user:1", reason=REASON)
    state = receipt.given(RECORDED, PROPOSED).when(command).then(back)
    assert state.state is ReceiptState.SENT_BACK
    receipt.given(RECORDED, back).when(accept(part(1))).then_refused(ReceiptRefused)


def test_nothing_is_said_of_what_never_came() -> None:
    assert Receipt().entry is None
    receipt.given().when(accept(part(1))).then_refused(ReceiptRefused)


def test_a_payer_is_recognised_once() -> None:
    recognised = PayerRecognised(customer_id=ADA, receipt_id="rct_1")
    command = RecognisePayer(customer_id=ADA, receipt_id="rct_1")
    payer.given().when(command).then(recognised)
    payer.given(recognised).when(command).then_nothing()


def test_an_account_that_pays_for_many_proves_nothing() -> None:
    many = [
        PayerRecognised(customer_id=CustomerId(f"cus_{nth}"), receipt_id="rct_1")
        for nth in range(MOST)
    ]
    payer.given(*many).when(RecognisePayer(customer_id=ADA, receipt_id="rct_2")).then_nothing()
