"""Servers somebody else runs: used where given, and never started or stopped."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Existing:
    """The addresses of servers that are there already; ``None`` means: run our own."""

    postgres: str | None = None
    """As a superuser, or a role with createdb and createrole."""
    kafka: str | None = None
    smtp: str | None = None
    sms: str | None = None


RUN_OUR_OWN = Existing()


def existing_from_environment() -> Existing:
    return Existing(
        postgres=os.environ.get("RECOUP_POSTGRES"),
        kafka=os.environ.get("RECOUP_KAFKA"),
        smtp=os.environ.get("RECOUP_SMTP"),
        sms=os.environ.get("RECOUP_SMS_URL"),
    )
