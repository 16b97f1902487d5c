"""Reads ``.sql`` files of named statements, so that SQL is written, and reviewed, as SQL."""

import re
from collections.abc import Mapping
from importlib.resources import files

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def named_queries(package: str, file: str = "queries.sql") -> Mapping[str, str]:
    """The statements of a file in ``package``, each headed ``-- name: <name>``."""
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    _, *parts = _NAME.split(text)
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))
