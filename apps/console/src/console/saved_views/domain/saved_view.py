"""The saved views of one person: names, and the address each stands for."""

from collections.abc import Sequence

from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.decider import Decider

MOST = 50


class ViewsFull(Refused):
    """Nobody finds anything among more."""

    code = "views_full"


class SaveView(Command):
    name: str
    address: str
    """Of a page of the console, with what it was narrowed to."""


class DropView(Command):
    name: str


class ViewSaved(Event, type="saved_view.kept.v1"):
    """From now on the name stands for this address; private, as it concerns nobody else."""

    name: str
    address: str


class ViewDropped(Event, type="saved_view.dropped.v1"):
    """The name stands for nothing any more."""

    name: str


class SavedView(Value):
    name: str
    address: str


class SavedViews(Value):
    saved: tuple[SavedView, ...] = ()

    def of(self, path: str) -> Sequence[SavedView]:
        """Those of one page."""
        return [view for view in self.saved if view.address.partition("?")[0] == path]


def decide(command: SaveView | DropView, views: SavedViews) -> Sequence[ViewSaved | ViewDropped]:
    """Saving what is saved, or dropping what is not, changes nothing."""
    match command:
        case SaveView(name=name, address=address):
            if SavedView(name=name, address=address) in views.saved:
                return []
            if len(_others(views, name)) >= MOST:
                raise ViewsFull(
                    f"You have {MOST} saved views. Drop one you do not use, then save this."
                )
            return [ViewSaved(name=name, address=address)]
        case DropView(name=name):
            known = len(_others(views, name)) < len(views.saved)
            return [ViewDropped(name=name)] if known else []


def evolve(views: SavedViews, event: ViewSaved | ViewDropped) -> SavedViews:
    others = _others(views, event.name)
    match event:
        case ViewSaved(name=name, address=address):
            return SavedViews(saved=(*others, SavedView(name=name, address=address)))
        case ViewDropped():
            return SavedViews(saved=others)


def _others(views: SavedViews, name: str) -> tuple[SavedView, ...]:
    return tuple(view for view in views.saved if view.name != name)


VIEWS = Decider("saved_view", SavedViews(), decide, evolve)
