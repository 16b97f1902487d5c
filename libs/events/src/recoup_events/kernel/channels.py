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
    EMAIL = "email"
    SMS = "sms"
