"""A tenant's policy holds for all its creditors, but those that have one of their own."""

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.policies import PolicySet, SetPolicy, policy_decider
from recoup_testing.scenario import Scenario

NUTS = CreditorId("crd_nuts")


class Patience(Value):
    days: int = 14


class PatienceSet(PolicySet, type="test_patience.set.v1"):
    policy: Patience | None


DECIDER = policy_decider("patience", Patience(), PatienceSet)
policies = Scenario(DECIDER)
SHORT, LONG = Patience(days=3), Patience(days=30)


def test_what_holds_until_it_is_set() -> None:
    assert DECIDER.initial.of(None) == DECIDER.initial.of(NUTS) == Patience()


def test_a_tenants_policy_holds_for_creditors_without_one_of_their_own() -> None:
    own = PatienceSet(policy=SHORT, creditor_id=NUTS)
    state = policies.given(own).when(SetPolicy(policy=LONG)).then(PatienceSet(policy=LONG))
    assert (state.of(None), state.of(NUTS)) == (LONG, SHORT)


def test_a_creditor_follows_the_tenant_again() -> None:
    own = PatienceSet(policy=SHORT, creditor_id=NUTS)
    follows = SetPolicy(policy=None, creditor_id=NUTS)
    state = policies.given(own).when(follows).then(PatienceSet(policy=None, creditor_id=NUTS))
    assert state.of(NUTS) == Patience()
    policies.given().when(follows).then_nothing()


def test_setting_what_is_set_changes_nothing() -> None:
    policies.given(PatienceSet(policy=SHORT)).when(SetPolicy(policy=SHORT)).then_nothing()
