"""How much work something makes, counted where a clock would depend on the machine."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def functions_called() -> Iterator[Counter[str]]:
    """How often each function of Python, by its qualified name, was called on this thread."""
    called = Counter[str]()

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            called[frame.f_code.co_qualname] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield called
    finally:
        sys.setprofile(before)
