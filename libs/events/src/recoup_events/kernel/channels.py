"""How customers are reached, and in which role."""

from enum import StrEnum


class ContactRole(StrEnum):
    BILLING = "billing"
    DECISION_MAKER = "decision_maker"
    SENIOR_LEADERSHIP = "senior_leadership"
    ATTORNEY = "attorney"
    """Represents the customer; the law may forbid writing to anybody else."""
    GUARANTOR = "guarantor"
    """Is liable for what the customer owes."""


class Channel(StrEnum):
    """How messages go."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    CERTIFIED_LETTER = "certified_letter"
    """Whoever gets it signs for it, and the receipt is kept."""


class Medium(StrEnum):
    """How a person is reached at all: the media of messages, and a call."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    CALL = "call"


LETTERS = frozenset({Channel.LETTER, Channel.CERTIFIED_LETTER})


def medium_of(channel: Channel) -> Medium:
    """A channel among all the ways to reach somebody; a person's "no" to letters is to all of them."""
    return Medium.LETTER if channel in LETTERS else Medium(channel.value)
