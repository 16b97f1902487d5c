"""Finds the read models a service declares: a ``Projection`` in the ``projection.py`` of a feature."""

from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec

from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Projection, Tables

MODULE = "projection"
RESOURCES = named_queries("recoup_eventstore.postgres.read_models", "resources.sql")
"""Beside a service's own tables, in each of its read models."""


def tables_of(*features: str, name: str | None = None) -> Tables:
    """The tables of features, e.g. ``tables_of("dispute.disputes")``, from their ``tables.sql``.

    Beside them stands ``resource``, with the moments of everything that is listed. A service's readers look in the schema that has the service's name, for the read model's.
    """
    service, _, folder = features[0].partition(".")
    parts = [*(named_queries(feature, "tables.sql") for feature in features), RESOURCES]
    tables, indexes = ("\n\n".join(each[part] for each in parts) for part in ("tables", "indexes"))
    return Tables(service, name or folder, tables, indexes)


def declared(package: str) -> Sequence[Tables]:
    """All that a service declares; a library declares none."""
    if find_spec(package) is None:
        return ()
    features = sorted(folder.name for folder in files(package).iterdir() if folder.is_dir())
    modules = [f"{package}.{feature}.{MODULE}" for feature in features if _shows(package, feature)]
    found = [value for module in modules for value in vars(import_module(module)).values()]
    return [each.tables for each in found if isinstance(each, Projection)]


def _shows(package: str, feature: str) -> bool:
    return files(package).joinpath(feature, f"{MODULE}.py").is_file()
