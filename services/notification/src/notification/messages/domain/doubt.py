"""What is done about a message that may have left, when nobody can know whether it did."""

from enum import StrEnum


class WhenInDoubt(StrEnum):
    ASK = "ask"
    """It is left as it is, and a person decides: maybe never, but not twice by itself."""
    RESEND = "resend"
    """It goes out again under the same Message-ID: maybe twice, but not never."""


BROKEN_OFF = "the process that sent it ended before it knew what became of it"
