"""Servers somebody else runs: used where given, and never started or stopped."""

import os
from dataclasses import dataclass

from recoup_messaging.kafka.connection import KafkaConnection
from recoup_service.kafka_settings import KafkaSettings


@dataclass(frozen=True, slots=True)
class Existing:
    """The addresses of servers that are there already; ``None`` means: run our own."""

    postgres: str | None = None
    """As a superuser, or a role with createdb and createrole."""
    kafka: KafkaConnection | None = None
    """As one who may make topics."""
    smtp: str | None = None
    sms: str | None = None


RUN_OUR_OWN = Existing()


def existing_from_environment() -> Existing:
    return Existing(
        postgres=os.environ.get("RECOUP_POSTGRES"),
        kafka=KafkaSettings().kafka_connection if os.environ.get("RECOUP_KAFKA") else None,
        smtp=os.environ.get("RECOUP_SMTP"),
        sms=os.environ.get("RECOUP_SMS_URL"),
    )
