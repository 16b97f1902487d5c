from base64 import urlsafe_b64encode
from datetime import date

import pytest

from recoup_service.api.paging import Page, PageRequest
from recoup_service.api.problems import Problem

NUL = urlsafe_b64encode(b'["invoices", ["2026-01-01", "inv_\\u0000"]]').decode()
ROWS = [(date(2026, 1, 1 + nth // 2), f"inv_{nth}") for nth in range(5)]


def _page(limit: int, cursor: str | None) -> Page[str]:
    request = PageRequest("invoices", limit, cursor)
    after = request.after(tuple[date, str])
    rest = [row for row in ROWS if after is None or row > after]
    return request.page(rest[: request.fetch], lambda row: row[1], lambda row: row)


def test_following_the_cursors_shows_every_row_once() -> None:
    shown: list[str] = []
    cursor: str | None = None
    for _ in ROWS:
        page = _page(2, cursor)
        shown.extend(page.data)
        cursor = page.next_cursor
        if not page.has_more:
            break
    assert shown == ["inv_0", "inv_1", "inv_2", "inv_3", "inv_4"]
    assert cursor is None


def test_a_full_last_page_promises_no_more() -> None:
    page = _page(5, None)
    assert (len(page.data), page.has_more, page.next_cursor) == (5, False, None)


def test_a_cursor_does_not_read_like_anything() -> None:
    cursor = _page(1, None).next_cursor
    assert cursor is not None
    assert "inv" not in cursor
    assert not set(cursor) & set("+/=&?")


@pytest.mark.parametrize("cursor", ["", "%", "abc", "e30", "WzFd", "caf\u00e9", "W" * 999, NUL])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Problem) as caught:
        PageRequest("invoices", 2, cursor).after(tuple[date, str])
    assert (caught.value.status_code, caught.value.code) == (400, "malformed_cursor")


def test_a_cursor_with_a_number_that_no_column_holds_is_refused() -> None:
    cursor = urlsafe_b64encode(b'["invoices", ["2026-01-01", 9223372036854775808]]').decode()
    with pytest.raises(Problem) as caught:
        PageRequest("invoices", 2, cursor).after(tuple[date, int])
    assert caught.value.code == "malformed_cursor"


def test_a_cursor_of_another_list_or_with_other_filters_is_refused() -> None:
    cursor = _page(2, None).next_cursor
    with pytest.raises(Problem) as caught:
        PageRequest("payments", 2, cursor).after(tuple[date, str])
    assert (caught.value.status_code, caught.value.code) == (400, "cursor_of_another_list")
