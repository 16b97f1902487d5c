"""What a service keeps beside its events: rows of its own tables."""

from typing import Any, NamedTuple

from recoup_events.kernel.ids import TenantId


class RowWrite(NamedTuple):
    """A row of a service's own table, written with what is decided; no event, so it may be forgotten."""

    tenant: TenantId
    statement: str
    """Takes ``values``; rows of one statement are written in the order in which they were kept."""
    values: tuple[Any, ...]
