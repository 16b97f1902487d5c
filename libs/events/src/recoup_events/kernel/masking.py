"""Email addresses taken out of texts of others, such as answers and exceptions that quote them."""

import re

_PART = r"[^\s<>()\[\]\"',;:]"
_EMAIL = re.compile(rf"(?<!{_PART}){_PART}+@{_PART}+")
"""Tried where a word begins and nowhere else, since such a text may be long."""


def masked(text: str) -> str:
    """The text with ``[address]`` for everything in it that looks like an email address."""
    return _EMAIL.sub("[address]", text)
