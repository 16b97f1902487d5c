"""Finds the read models a service declares: a ``tables.sql`` in the feature that shows it.

Services that are not divided by features yet have ``store/tables/<name>.sql`` instead.
"""

from collections.abc import Sequence
from importlib.resources import files
from importlib.util import find_spec

from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Tables

FILE = "tables.sql"


def tables_of(feature: str, name: str | None = None) -> Tables:
    """The tables of one, e.g. ``tables_of("dispute.disputes")``.

    A service's readers look in the schema that has the service's name, for the feature's.
    """
    service, _, folder = feature.partition(".")
    parts = named_queries(feature, FILE if name is None else f"tables/{name}.sql")
    return Tables(service, name or folder, parts["tables"], parts["indexes"])


def declared(package: str) -> Sequence[Tables]:
    """All that a service declares; a library declares none."""
    if find_spec(package) is None:
        return ()
    folders = sorted(files(package).iterdir(), key=lambda folder: folder.name)
    features = [tables_of(f"{package}.{f.name}") for f in folders if f.joinpath(FILE).is_file()]
    store = files(package).joinpath("store", "tables")
    names = sorted(f.name.removesuffix(".sql") for f in store.iterdir()) if store.is_dir() else []
    return [*features, *(tables_of(f"{package}.store", name) for name in names)]
