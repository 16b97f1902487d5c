"""Balances over time."""

from collections.abc import Iterable


def changes(balances: Iterable[int]) -> list[int]:
    """Without the days on which nothing changed."""
    found = [0]
    for balance in balances:
        if balance != found[-1]:
            found.append(balance)
    return found
