"""Nobody listens for what nobody says, and no view waits for what its service does not listen to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recoup_cli.houses import every_house, heard_by
from recoup_cli.language.facts import public_facts
from recoup_events.base import Fact
from recoup_events.registry import decode
from recoup_events.topics import TOPICS, topic_of
from recoup_service.house import House

HOUSES = every_house()
HEARD = [
    pytest.param(listener, fact, id=f"{listener} hears {fact.type}")
    for listener, house in HOUSES.items()
    for fact in sorted(heard_by(house), key=lambda fact: fact.type)
]
GOLDEN = [
    decode(file.stem, file.read_text())
    for file in sorted((Path(__file__).parent / "events").glob("*.json"))
]


@pytest.mark.parametrize(("listener", "fact"), HEARD)
def test_what_is_heard_is_said_in_public_by_another_service(
    listener: str, fact: type[Fact]
) -> None:
    assert public_facts().get(fact.type) is fact
    assert fact.owner in HOUSES
    assert fact.owner != listener, "its own facts reach a service's views without a broker"
    assert topic_of(fact) in TOPICS


@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES)
def test_what_changes_a_view_is_listened_to(house: House) -> None:
    unheard = [
        f"{view.name} follows {type(fact).type}"
        for view in house.views
        for fact in _of_others(house)
        if view.documents(fact) and type(fact) not in view.hears
    ]
    assert not unheard, "the consumer drops what no view lists in `hears`"


@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES)
def test_what_a_view_listens_to_changes_it(house: House) -> None:
    idle = [
        f"{view.name} ignores {type(fact).type}"
        for view in house.views
        for fact in _of_others(house)
        if type(fact) in view.hears and not view.documents(fact)
    ]
    assert not idle, "leave out of `hears` what the view does not know"


def _of_others(house: House) -> Iterator[Fact]:
    return (fact for fact in GOLDEN if fact.owner not in {house.package, None})
