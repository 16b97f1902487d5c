"""Lists are searched by parts of what things are called, however rare or common the part is."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from fastapi import Query

from recoup_eventstore.postgres.scope import Connection

Search = Annotated[
    str | None,
    Query(
        description="A part, in any case and of three characters at least, of what it is called: an "
        "id or code of yours, a number, a name, a purchase order, what the payer wrote.",
        min_length=3,
        max_length=200,
    ),
]
FEW = 1_000
_FOUND = """
select id from {schema}.words where category = $1 and words like lower($2) limit $3
"""


class Found(NamedTuple):
    """What a list's statement is told: ids to look at, or what to look for; nothing to show all."""

    ids: Sequence[str] | None
    pattern: str | None


async def found(connection: Connection, schema: str, category: str, search: str | None) -> Found:
    """Few are found by an index and then sorted; many stand close together in whatever order.

    Each search has a plan of its own: one for any words whatever looks at every row.
    """
    if search is None:
        return Found(None, None)
    escaped = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    await connection.execute("set local plan_cache_mode = force_custom_plan")
    rows = await connection.fetch(_FOUND.format(schema=schema), category, pattern, FEW + 1)
    if len(rows) > FEW:
        return Found(None, pattern)
    return Found(list({row["id"] for row in rows}), None)
