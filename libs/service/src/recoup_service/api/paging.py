"""Lists, a page at a time: an opaque cursor says after which row the next page begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import to_json
from starlette.requests import Request

from recoup_service.api.control_characters import is_printable
from recoup_service.api.fields import Instant
from recoup_service.api.problems import Problem

T = TypeVar("T")
Row = TypeVar("Row")
Key = TypeVar("Key", bound=tuple[Any, ...])
MOST = 1000
"""Rows of a page."""
LARGEST = 2**63 - 1
"""Of a ``bigint``."""


_OF_A_PAGE = ("limit", "cursor")
_CURSOR = TypeAdapter(tuple[str, list[Any]])


class Page(BaseModel, Generic[T]):
    """Part of a list."""

    data: list[T]
    has_more: bool = Field(description="Whether another page follows.")
    next_cursor: str | None = Field(
        description="Send it as `cursor` to get the next page; `null` on the last one."
    )


Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows per page.")]
SentCursor = Annotated[
    str | None, Query(description="`next_cursor` of the page before; leave it out for the first.")
]
UpdatedSince = Annotated[
    Instant | None,
    Query(
        description="Only what was created or changed at this moment or later. To follow a list, "
        "send the moment of the last look less a minute: what was decided then may have come late."
    ),
]


def _this_list(request: Request) -> str:
    """A name for the path and the filters, in whatever order they were sent."""
    filters = sorted(
        item for item in request.query_params.multi_items() if item[0] not in _OF_A_PAGE
    )
    return sha256(to_json((request.url.path, filters))).hexdigest()[:12]


ThisList = Annotated[str, Depends(_this_list)]


class PageRequest:
    """``page: Annotated[PageRequest, Depends()]``: which part of a list is wanted."""

    def __init__(self, of: ThisList, limit: Limit = 25, cursor: SentCursor = None) -> None:
        self.limit = limit
        self._of = of
        self._cursor = cursor

    @property
    def fetch(self) -> int:
        """How many rows to select: one more than shown tells whether there are more."""
        return self.limit + 1

    def after(self, key: type[Key]) -> Key | None:
        """The sort key of the last row seen, e.g. ``page.after(tuple[date, str])``."""
        if self._cursor is None:
            return None
        try:
            of, last = _opened(self._cursor)
            if of != self._of:
                raise _other_list()
            return _seen(key, last)
        except (Base64Error, ValidationError, ValueError):
            raise Problem(
                400,
                "malformed_cursor",
                "This is no cursor. Send next_cursor exactly as you got it, or none to start from the "
                "beginning.",
            ) from None

    def page(
        self,
        rows: Sequence[Row],
        shown: Callable[[Row], T],
        key: Callable[[Row], tuple[Any, ...]],
    ) -> Page[T]:
        """The page for ``fetch`` rows selected after ``after``, in the order of ``key``."""
        kept, has_more = rows[: self.limit], len(rows) > self.limit
        return Page(
            data=[shown(row) for row in kept],
            has_more=has_more,
            next_cursor=_cursor(self._of, key(kept[-1])) if has_more else None,
        )


class ResourcePageRequest(PageRequest):
    """The same of a list of resources, which can be narrowed to what has changed."""

    def __init__(
        self,
        of: ThisList,
        limit: Limit = 25,
        cursor: SentCursor = None,
        updated_since: UpdatedSince = None,
    ) -> None:
        super().__init__(of, limit, cursor)
        self.updated_since = updated_since


def _opened(cursor: str) -> tuple[str, list[Any]]:
    """Of which list it is, and the sort key of the last row seen."""
    return _CURSOR.validate_json(urlsafe_b64decode(cursor + "=="))


def _seen(key: type[Key], after: list[Any]) -> Key:
    last = TypeAdapter(key).validate_json(to_json(after))
    if not all(is_printable(part) for part in last if isinstance(part, str)):
        raise ValueError("no name has a control character")
    if any(abs(part) > LARGEST for part in last if isinstance(part, int)):
        raise ValueError("no column holds such a number")
    return last


def _cursor(of: str, key: tuple[Any, ...]) -> str:
    return urlsafe_b64encode(to_json((of, key))).rstrip(b"=").decode()


def _other_list() -> Problem:
    return Problem(
        400,
        "cursor_of_another_list",
        "This cursor is of another list, or of this one with other filters or another sort. Send them again with "
        "each page, or leave the cursor out to start from the beginning.",
    )
