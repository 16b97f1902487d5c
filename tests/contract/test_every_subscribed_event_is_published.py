"""Nobody listens for what nobody says, and no view waits for what its service does not listen to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recoup_cli.language.events import public_events
from recoup_cli.services import every_service, subscribed_by
from recoup_events.kernel.event import Event
from recoup_events.kernel.registry import decode
from recoup_events.kernel.topics import TOPICS, topic_of
from recoup_service.service import Service

SERVICES = every_service()
HEARD = [
    pytest.param(listener, event, id=f"{listener} hears {event.type}")
    for listener, service in SERVICES.items()
    for event in sorted(subscribed_by(service), key=lambda event: event.type)
]
GOLDEN = [
    decode(file.stem, file.read_text())
    for file in sorted((Path(__file__).parent / "events").glob("*.json"))
]


@pytest.mark.parametrize(("listener", "event"), HEARD)
def test_what_is_heard_is_said_in_public_by_another_service(
    listener: str, event: type[Event]
) -> None:
    assert public_events().get(event.type) is event
    assert event.owner in SERVICES
    assert event.owner != listener, "its own events reach a service's views without a broker"
    assert topic_of(event) in TOPICS


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_what_changes_a_view_is_listened_to(service: Service) -> None:
    unheard = [
        f"{view.name} follows {type(event).type}"
        for view in service.views
        for event in _of_others(service)
        if view.documents(event) and type(event) not in view.subscribes
    ]
    assert not unheard, "the consumer drops what no view lists in `subscribes`"


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_what_a_view_listens_to_changes_it(service: Service) -> None:
    idle = [
        f"{view.name} ignores {type(event).type}"
        for view in service.views
        for event in _of_others(service)
        if type(event) in view.subscribes and not view.documents(event)
    ]
    assert not idle, "leave out of `subscribes` what the view does not know"


def _of_others(service: Service) -> Iterator[Event]:
    return (event for event in GOLDEN if event.owner not in {service.package, None})
