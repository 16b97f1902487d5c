import json
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog

from recoup_service.observability import logs

Captured = Callable[[], pytest.CaptureFixture[str]]
SECRET = "jane@example.com"


@pytest.fixture
def json_logs(capsys: pytest.CaptureFixture[str]) -> Iterator[Captured]:
    """Configured within the test: pytest resets the root logger between its phases."""
    root = logging.getLogger()
    kept: list[logging.Handler] = []

    def start() -> pytest.CaptureFixture[str]:
        kept.extend(root.handlers)
        logs.configure("toy")
        return capsys

    yield start
    root.handlers[:] = kept
    structlog.reset_defaults()


def _line(captured: pytest.CaptureFixture[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(captured.readouterr().out)
    return line


def test_our_own_lines_are_json(json_logs: Captured) -> None:
    captured = json_logs()
    structlog.stdlib.get_logger("ours").info("relayed", events=3)
    line = _line(captured)
    assert line.pop("at")
    assert line == {
        "event": "relayed",
        "events": 3,
        "level": "info",
        "logger": "ours",
        "service": "toy",
    }


def test_lines_of_libraries_are_json_too(json_logs: Captured) -> None:
    captured = json_logs()
    logging.getLogger("theirs").warning("%s waits", "relay")
    line = _line(captured)
    assert (line["event"], line["logger"], line["service"]) == ("relay waits", "theirs", "toy")


def test_an_exception_says_where_but_not_whose(json_logs: Captured) -> None:
    captured = json_logs()
    try:
        raise ValueError(f"1 validation error\nemail {SECRET}")
    except ValueError as error:
        structlog.stdlib.get_logger("ours").critical("failed", exc_info=error)
    text = captured.readouterr().out
    assert SECRET not in text
    exception = json.loads(text)["exception"]
    assert exception[0] == "ValueError: 1 validation error"
    assert "test_an_exception_says_where_but_not_whose" in exception[1]


def test_an_exception_of_a_library_that_quotes_an_address_is_logged_without_it(
    json_logs: Captured,
) -> None:
    captured = json_logs()
    error = ValueError(f"Address '{SECRET}' contains what SMTP cannot carry")
    logging.getLogger("theirs").error("failed", exc_info=error)
    (line,) = json.loads(captured.readouterr().out)["exception"]
    assert line == "ValueError: Address '[address]' contains what SMTP cannot carry"


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("a\r\n{}\x00", "a\r\n{}\x00"),
        ("half \ud800", "half \ud800"),
        (b"\xff", "b'\\xff'"),
    ],
)
def test_whatever_is_told_is_one_line_and_no_exception(
    json_logs: Captured, told: object, read: str
) -> None:
    captured = json_logs()
    structlog.stdlib.get_logger("ours").warning("set aside", key=told)
    logging.getLogger("theirs").warning("set aside %s", told)
    ours, theirs = map(json.loads, captured.readouterr().out.splitlines())
    assert ours["key"] == read
    assert theirs["event"] == f"set aside {read}"


def test_causes_are_told_and_suppressed_ones_are_not(
    json_logs: Captured,
) -> None:
    captured = json_logs()
    log = logging.getLogger("ours")
    try:
        try:
            raise KeyError("inner")
        except KeyError as inner:
            raise LookupError("outer") from inner
    except LookupError:
        log.exception("failed")
    told = json.loads(captured.readouterr().out)["exception"]
    heads = [line for line in told if not line.startswith(" ")]
    assert heads == ["LookupError: outer", "KeyError: 'inner'"]
