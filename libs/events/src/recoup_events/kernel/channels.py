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


class Medium(StrEnum):
    """How a person is reached at all: the channels of messages, and a call."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"


def medium_of(channel: Channel) -> Medium:
    """A channel among all the ways to reach somebody."""
    return Medium(channel.value)
