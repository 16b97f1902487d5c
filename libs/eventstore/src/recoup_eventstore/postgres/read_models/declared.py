"""Finds the read models a service declares: one ``tables/<name>.sql`` each in its store."""

from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec

from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Tables

FOLDER = "tables"


def tables_of(store: str, name: str) -> Tables:
    """The tables of one, e.g. ``tables_of("dispute.store", "board")``."""
    parts = named_queries(store, f"{FOLDER}/{name}.sql")
    return Tables(_schema(store), name, parts["tables"], parts["indexes"])


def declared(package: str) -> Sequence[Tables]:
    """All that a package declares; most declare none."""
    if find_spec(package) is None or not (folder := files(package).joinpath(FOLDER)).is_dir():
        return ()
    names = sorted(f.name.removesuffix(".sql") for f in folder.iterdir() if f.name.endswith(".sql"))
    return [tables_of(package, name) for name in names]


def _schema(store: str) -> str:
    """A service's readers look in the schema that has the service's name."""
    return store.partition(".")[0]
