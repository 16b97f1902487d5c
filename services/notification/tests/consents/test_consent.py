from notification.consents.domain import commands
from notification.consents.domain.consent import CONSENT
from notification.consents.domain.errors import ConsentRefused
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId
from recoup_events.notification import (
    ChannelOptedOut,
    ConsentBasis,
    ConsentGranted,
    ConsentWithdrawn,
)
from recoup_testing.scenario import Scenario

CUSTOMER = CustomerId("cus_1")
SMS = {"customer_id": CUSTOMER, "person_id": PersonId("per_1"), "channel": Medium.SMS}
GRANTED = ConsentGranted(**SMS, basis=ConsentBasis.EXPRESS_CONSENT, words="Text me.")
WITHDRAWN = ConsentWithdrawn(**SMS, words="Stop texting.")
OPTED_OUT = ChannelOptedOut(**SMS, source="STOP")
GRANT = commands.GrantConsent.model_validate(GRANTED.model_dump())
WITHDRAW = commands.WithdrawConsent.model_validate(WITHDRAWN.model_dump())
OPT_OUT = commands.OptOut.model_validate(OPTED_OUT.model_dump())
BY_CONTRACT = GRANT.model_copy(update={"basis": ConsentBasis.CONTRACT})

consent = Scenario(CONSENT)


def test_a_consent_is_recorded_with_its_words() -> None:
    consent.given().when(GRANT).then(GRANTED)


def test_the_same_consent_twice_is_one() -> None:
    consent.given(GRANTED).when(GRANT).then_nothing()


def test_other_words_are_another_consent() -> None:
    other = GRANT.model_copy(update={"words": "Yes, by text."})
    consent.given(GRANTED).when(other).then(GRANTED.model_copy(update={"words": "Yes, by text."}))


def test_a_consent_can_be_withdrawn() -> None:
    consent.given(GRANTED).when(WITHDRAW).then(WITHDRAWN)


def test_what_was_never_granted_cannot_be_withdrawn_but_opted_out_of() -> None:
    refused = consent.given().when(WITHDRAW).then_refused(ConsentRefused)
    assert "record an opt-out" in refused.detail


def test_a_consent_is_withdrawn_once() -> None:
    consent.given(GRANTED, WITHDRAWN).when(WITHDRAW).then_refused(ConsentRefused)


def test_a_customer_may_opt_out_whatever_was_said_before() -> None:
    for history in ((), (GRANTED,), (GRANTED, WITHDRAWN)):
        consent.given(*history).when(OPT_OUT).then(OPTED_OUT)


def test_opting_out_twice_is_opting_out() -> None:
    consent.given(OPTED_OUT).when(OPT_OUT).then_nothing()


def test_only_the_customers_own_express_consent_ends_a_no() -> None:
    for no in ((OPTED_OUT,), (GRANTED, WITHDRAWN)):
        refused = consent.given(*no).when(BY_CONTRACT).then_refused(ConsentRefused)
        assert refused.pointer == "/basis"
        consent.given(*no).when(GRANT).then(GRANTED)


def test_a_no_to_one_channel_says_nothing_about_another() -> None:
    email = GRANT.model_copy(update={"channel": Medium.EMAIL, "basis": ConsentBasis.CONTRACT})
    recorded = ConsentGranted.model_validate(email.model_dump())
    consent.given(OPTED_OUT).when(email).then(recorded)


def test_a_no_of_one_person_says_nothing_about_another() -> None:
    other = {"person_id": PersonId("per_2")}
    withdraw = WITHDRAW.model_copy(update=other)
    consent.given(GRANTED).when(withdraw).then_refused(ConsentRefused)
    consent.given(OPTED_OUT).when(OPT_OUT.model_copy(update=other)).then(
        OPTED_OUT.model_copy(update=other)
    )


def test_a_word_to_one_creditor_stands_beside_the_word_to_all() -> None:
    one = {"creditor_id": CreditorId("crd_1")}
    state = (
        consent.given(GRANTED)
        .when(OPT_OUT.model_copy(update=one))
        .then(OPTED_OUT.model_copy(update=one))
    )
    assert len(state.words) == 2
