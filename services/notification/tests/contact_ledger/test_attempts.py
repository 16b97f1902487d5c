from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from notification.consents.domain.wishes import WISHES, Wishes
from notification.contact_ledger.domain.attempts import ATTEMPTS, REMEMBERED, Attempts
from notification.contact_ledger.domain.events import MessageDispatched
from notification.debtors.domain.debtor import DEBTOR, Debtor
from recoup_compliance.history import Consent, Conversation, OptOut, PastAttempt
from recoup_events import invoice
from recoup_events import notification as public
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.channels import Channel, ContactRole, Medium
from recoup_events.kernel.envelope import Account, Cause, Envelope, Stream
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CallId,
    ConditionId,
    CreditorId,
    CustomerId,
    DebtId,
    InvoiceId,
    MessageId,
    PersonId,
    TenantId,
)
from recoup_testing.money import eur
from recoup_testing.persons import person
from recoup_testing.terms import slice_of

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CAUSE = Cause(at=NOW, actor="test", correlation_id=UUID(int=1))
CUSTOMER, INVOICE = CustomerId("cus_1"), InvoiceId("inv_1")
DEBT = DebtId("deb_1")
CONDITION = ConditionId("cnd_1")
STREAM = Stream(Account(TenantId("acme"), CUSTOMER), "consent", CUSTOMER)
ADA = person("Ada", email="ada@example.com", phone="+4930901820")
REGISTERED = invoice.CustomerRegistered(
    customer_id=CUSTOMER,
    external_id="1",
    name="Byron Looms GmbH",
    kind=CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
    persons=(ADA,),
)


def received(event: Event) -> Envelope[Event]:
    return Envelope(UUID(int=1), STREAM, 1, CAUSE, event)


def attempts(*events: Event) -> Attempts:
    known = ATTEMPTS.initial
    for event in events:
        assert ATTEMPTS.documents(event) == [ADA.person_id]
        known = ATTEMPTS.evolve(known, received(event))
    return known


def wishes(*events: Event) -> Wishes:
    known = WISHES.initial
    for event in events:
        assert WISHES.documents(event) == [ADA.person_id]
        known = WISHES.evolve(known, received(event))
    return known


def debtor(*events: Event) -> Debtor:
    known = DEBTOR.initial
    for event in events:
        assert DEBTOR.documents(event) == [CUSTOMER]
        known = DEBTOR.evolve(known, received(event))
    return known


def dispatched(message_id: str, at: datetime, attempt: int = 1) -> MessageDispatched:
    return MessageDispatched(
        message_id=MessageId(message_id),
        customer_id=CUSTOMER,
        person_id=ADA.person_id,
        debts=(DEBT,),
        channel=Channel.EMAIL,
        attempt=attempt,
        at=at,
    )


def email_at(at: datetime) -> PastAttempt:
    return PastAttempt(at=at, channel=Medium.EMAIL, debts=(DEBT,))


def test_a_message_is_one_contact_however_often_its_delivery_is_tried() -> None:
    later = NOW + timedelta(minutes=1)
    known = attempts(dispatched("msg_1", NOW), dispatched("msg_1", later, 2))
    assert known.by_contact == {"msg_1": email_at(later)}


def test_contacts_no_rule_asks_about_are_forgotten() -> None:
    later = NOW + REMEMBERED + timedelta(seconds=1)
    known = attempts(dispatched("msg_1", NOW), dispatched("msg_2", later))
    assert known.by_contact == {"msg_2": email_at(later)}


def test_a_withdrawn_consent_is_a_no_to_the_channel() -> None:
    no = OptOut(at=NOW, channel=Medium.SMS)
    ids = {"customer_id": CUSTOMER, "person_id": ADA.person_id, "channel": Channel.SMS}
    assert wishes(public.ConsentWithdrawn(**ids, words="Stop.")).opt_outs == (no,)
    assert wishes(public.ChannelOptedOut(**ids, source="STOP")).opt_outs == (no,)


def test_a_consent_is_remembered_with_its_basis() -> None:
    granted = public.ConsentGranted(
        customer_id=CUSTOMER,
        person_id=ADA.person_id,
        channel=Channel.SMS,
        basis=public.ConsentBasis.EXPRESS_CONSENT,
        words="Text me.",
    )
    known = wishes(granted)
    assert known.consents == (Consent(at=NOW, channel=Medium.SMS, basis=granted.basis),)


def test_a_customer_is_known_by_the_latest_details() -> None:
    details = REGISTERED.model_dump(exclude={"external_id"}) | {"name": "Byron AG"}
    profile = debtor(REGISTERED, invoice.CustomerDetailsChanged.model_validate(details)).profile
    assert profile is not None
    assert profile.name == "Byron AG"


def test_each_channel_has_its_own_address() -> None:
    profile = debtor(REGISTERED).profile
    assert profile is not None
    ada = profile.recipient(ADA.person_id)
    assert ada is not None
    assert ada.address(Medium.EMAIL) == "ada@example.com"
    assert ada.address(Medium.SMS) == "+4930901820"


def test_everybody_of_a_role_who_can_be_reached_is_wanted() -> None:
    board = person("Board", ContactRole.DECISION_MAKER, ContactRole.BILLING, email="b@example.com")
    unreachable = person("Nobody")
    persons = (ADA, board, unreachable)
    profile = debtor(REGISTERED.model_copy(update={"persons": persons})).profile
    assert profile is not None
    both = [ADA.person_id, board.person_id]
    assert profile.wanted([ContactRole.BILLING], Channel.EMAIL) == both
    assert profile.wanted([ContactRole.DECISION_MAKER], Channel.EMAIL) == [board.person_id]
    assert profile.wanted([ContactRole.BILLING], Channel.SMS) == [ADA.person_id]
    assert profile.wanted([ContactRole.ATTORNEY], Channel.EMAIL) == []


def test_what_is_not_said_of_a_person_is_the_customers() -> None:
    here = REGISTERED.model_copy(update={"subdivision": "DE-BY"})
    abroad = {"country": "US", "time_zone": "America/Chicago", "language": "en"}
    profile = debtor(here.model_copy(update={"persons": (ADA, person("Eve", **abroad))})).profile
    assert profile is not None
    ada, eve = profile.recipient(ADA.person_id), profile.recipient(PersonId("per_eve"))
    assert ada is not None
    assert (ada.language, ada.country, ada.subdivision) == ("de", "DE", "DE-BY")
    assert eve is not None
    assert (eve.language, eve.country, eve.subdivision) == ("en", "US", None)
    assert eve.time_zone == "America/Chicago"


def test_a_condition_is_known_until_it_is_lifted() -> None:
    recorded = invoice.CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=CONDITION,
        condition=invoice.Condition.INSOLVENCY,
        source="court",
        effective_from=date(2026, 1, 2),
    )
    lifted = invoice.CustomerConditionLifted(
        customer_id=CUSTOMER,
        condition_id=CONDITION,
        condition=invoice.Condition.INSOLVENCY,
        reason="another Byron",
        effective_from=date(2026, 1, 2),
    )
    (standing,) = debtor(REGISTERED, recorded).conditions.standing
    assert standing.condition_id == CONDITION
    assert debtor(REGISTERED, recorded, lifted) == debtor(REGISTERED)


def test_other_events_concern_neither() -> None:
    other = invoice.InvoiceCancelled(
        invoice_id=INVOICE,
        customer_id=CUSTOMER,
        reason="twice",
        amount=eur(0),
        terms=(),
        effective_on=date(2026, 1, 20),
    )
    assert ATTEMPTS.documents(other) == []
    assert WISHES.documents(other) == []
    assert DEBTOR.documents(other) == []


CALL = {
    "call_id": CallId("cal_1"),
    "customer_id": CUSTOMER,
    "creditor_id": CreditorId("crd_1"),
    "person_id": ADA.person_id,
}
PERMITTED = public.CallPermitted(
    **CALL,
    items=(public.CallItem(**dict(slice_of(INVOICE, eur(1_00)))),),
    debts=(DEBT,),
    address_hash="a1",
    until=NOW + timedelta(minutes=30),
    caps=(),
    rules_version="rules-1",
)


def made(outcome: public.CallOutcome, at: datetime) -> public.CallMade:
    return public.CallMade(
        **CALL,
        debts=(DEBT,),
        address_hash="a1",
        outcome=outcome,
        called_at=at,
        conversation=outcome is public.CallOutcome.REACHED,
        within_permission=True,
    )


def test_a_call_counts_from_its_permission_unless_it_is_given_back() -> None:
    counted = PastAttempt(at=NOW, channel=Medium.CALL, debts=(DEBT,))
    assert attempts(PERMITTED).by_contact == {"cal_1": counted}
    given_back = public.CallNotMade(**CALL, reason="No agent.")
    assert attempts(PERMITTED, given_back).by_contact == {}


def test_a_call_counts_once_at_the_moment_it_was_made() -> None:
    later = NOW + timedelta(minutes=3)
    known = attempts(PERMITTED, made(public.CallOutcome.VOICEMAIL, later))
    assert [past.at for past in known.by_contact.values()] == [later]
    assert known.conversations == {}


def test_only_who_was_reached_was_talked_to() -> None:
    known = attempts(PERMITTED, made(public.CallOutcome.REACHED, NOW))
    assert known.conversations == {"cal_1": Conversation(at=NOW, debts=(DEBT,))}


def test_what_did_not_connect_or_reached_somebody_elses_number_is_no_attempt() -> None:
    for outcome in (public.CallOutcome.NOT_CONNECTED, public.CallOutcome.WRONG_NUMBER):
        assert attempts(PERMITTED, made(outcome, NOW)) == Attempts()
