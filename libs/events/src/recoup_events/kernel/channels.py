"""How customers are reached, and in which role."""

from enum import StrEnum


class ContactRole(StrEnum):
    BILLING = "billing"
    DECISION_MAKER = "decision_maker"
    SENIOR_LEADERSHIP = "senior_leadership"


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
