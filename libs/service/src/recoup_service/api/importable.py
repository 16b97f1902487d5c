"""What an import's rows may be: a body of the API, and the decision that puts it there.

Each feature says so beside its routes, and main hands it to the imports: a row is decided by what
answers a request, never by a second way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from recoup_service.api.bulk import Prepare, Wanted
from recoup_service.api.collection import Collection
from recoup_service.api.fields import RequestBody
from recoup_service.api.request_context import WorkContext


@dataclass(frozen=True, slots=True)
class Importable:
    """One kind of thing that comes in files."""

    kind: str
    """What a row calls itself, in the singular."""
    scope: str
    """What a key needs to send one."""
    collection: Collection
    body: type[RequestBody]
    wanted: Callable[[Any, WorkContext], Wanted]
    """What a body wants to be there."""
    preparing: Callable[[Sequence[Any], WorkContext], Prepare] | None = None
    """Reads at once what bodies will look at."""
