"""Metadata are kept with a thing whatever its own decider does, and never by it."""

from collections.abc import Sequence

import pytest

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.metadata import NO_METADATA, Described, Metadata, MetadataChanged
from recoup_eventstore.decider import Decider
from recoup_eventstore.metadata import ChangeMetadata, ReplaceMetadata, TooManyPairs, described
from recoup_testing.scenario import Scenario


class Bought(Described, Event, type="bicycle.bought.v1"):
    """The first event of a sample thing."""


class BicycleMetadataChanged(MetadataChanged, Event, type="bicycle.metadata_changed.v1"):
    """Its metadata are these now."""


class Buy(Command):
    metadata: Metadata = NO_METADATA


class Bicycle(Value):
    metadata: Metadata = NO_METADATA


def decide(command: Buy, state: Bicycle) -> Sequence[Bought]:
    return [Bought(metadata=command.metadata)]


def evolve(state: Bicycle, event: Bought) -> Bicycle:
    return Bicycle()


BICYCLE = described(
    Decider("bicycle", Bicycle(), decide, evolve),
    lambda bicycle, metadata: BicycleMetadataChanged(metadata=metadata),
)
bicycle = Scenario(BICYCLE)
BOUGHT = Bought(metadata={"colour": "red", "wheels": "2"})


def changed(**metadata: str) -> BicycleMetadataChanged:
    return BicycleMetadataChanged(metadata=metadata)


def test_a_patch_sets_and_removes_keys_and_leaves_others() -> None:
    patch = ChangeMetadata(changes={"colour": "blue", "wheels": None, "bell": "yes"})
    bicycle.given(BOUGHT).when(patch).then(changed(colour="blue", bell="yes"))


def test_what_they_are_already_changes_nothing() -> None:
    bicycle.given(BOUGHT).when(
        ChangeMetadata(changes={"colour": "red", "bell": None})
    ).then_nothing()
    bicycle.given(BOUGHT).when(ReplaceMetadata(metadata=BOUGHT.metadata)).then_nothing()


def test_what_is_sent_as_a_whole_replaces_them() -> None:
    replace = ReplaceMetadata(metadata={"bell": "yes"})
    bicycle.given(BOUGHT, changed(colour="blue")).when(replace).then(changed(bell="yes"))


def test_a_thing_has_fifty_pairs_at_most() -> None:
    bicycle.given(BOUGHT).when(ChangeMetadata(changes=_pairs(48))).then(
        BicycleMetadataChanged(metadata={**BOUGHT.metadata, **_pairs(48)})
    )
    bicycle.given(BOUGHT).when(ChangeMetadata(changes=_pairs(49))).then_refused(TooManyPairs)


@pytest.mark.parametrize("metadata", [{}, {"colour": "green"}])
def test_the_thing_itself_decides_all_the_rest(metadata: Metadata) -> None:
    bicycle.given().when(Buy(metadata=metadata)).then(Bought(metadata=metadata))


def _pairs(number: int) -> dict[str, str]:
    return {f"key {n}": "" for n in range(number)}
