"""A mark is read by whom it was written for, in the tenant and for the purpose it was written for."""

import re

import pytest

from notification.messages.domain.marks import Marked, Marks
from recoup_events.kernel.ids import MessageId, TenantId, derived

ACME, RIVAL = TenantId("acme"), TenantId("rival")
MARKED = Marked(tenant=ACME, message_id=MessageId(derived("msg", ACME, "R-1")))
MARKS, OTHERS = Marks("k" * 32), Marks("o" * 32)


def return_path(marks: Marks = MARKS) -> str:
    local = marks.return_path(MARKED)
    assert local is not None
    return local


def test_each_mark_leads_back_to_its_message() -> None:
    assert MARKS.of_message_id(ACME, MARKS.message_id(MARKED)) == MARKED
    assert MARKS.of_return_path(ACME, return_path()) == MARKED
    assert MARKS.of_opt_out(MARKS.opt_out(MARKED)) == MARKED


def test_a_message_id_begins_with_the_message_so_that_logs_can_be_searched() -> None:
    assert MARKS.message_id(MARKED).startswith(f"{MARKED.message_id}.")


def test_a_return_path_fits_and_outlives_relays_that_change_its_case() -> None:
    assert len(return_path()) <= 64
    assert MARKS.of_return_path(ACME, return_path().upper()) == MARKED


def test_a_link_needs_no_escaping() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+", MARKS.opt_out(MARKED))


def test_marks_of_another_key_or_tenant_are_none() -> None:
    assert OTHERS.of_message_id(ACME, MARKS.message_id(MARKED)) is None
    assert OTHERS.of_return_path(ACME, return_path()) is None
    assert OTHERS.of_opt_out(MARKS.opt_out(MARKED)) is None
    assert MARKS.of_message_id(RIVAL, MARKS.message_id(MARKED)) is None
    assert MARKS.of_return_path(RIVAL, return_path()) is None


@pytest.mark.parametrize("at", range(2, 41, 2))
def test_a_forged_return_path_is_none(at: int) -> None:
    local = return_path()
    other = "b" if local[at] == "a" else "a"
    assert MARKS.of_return_path(ACME, local[:at] + other + local[at + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "b+", "b+" + "a" * 39, "b+" + "ä" * 39, "x" * 500, "====", "\n", "é"]
)
def test_what_is_no_mark_is_none(text: str) -> None:
    assert MARKS.of_message_id(ACME, text) is None
    assert MARKS.of_return_path(ACME, text) is None
    assert MARKS.of_opt_out(text) is None


def test_an_id_of_another_shape_has_no_return_path() -> None:
    assert MARKS.return_path(MARKED.model_copy(update={"message_id": "msg_1"})) is None
