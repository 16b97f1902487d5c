"""Brings a service's database to this version's schema, without importing all that serves."""

import asyncio

import structlog

from recoup_eventstore.postgres.migrate import migrate
from recoup_service.settings import MigrateSettings, from_environment

log = structlog.stdlib.get_logger(__name__)
LIBRARIES = ("recoup_eventstore.postgres", "recoup_service")


def migrated(package: str) -> tuple[str, ...]:
    """The packages whose migrations and read models a service's database needs, in order."""
    return (*LIBRARIES, package)


def bring_to_head(package: str) -> int:
    """The exit code."""
    owner = from_environment(MigrateSettings).migrate_database.get_secret_value()
    ran = asyncio.run(migrate(owner, migrated(package)))
    log.info("at head", ran=[f"{migration.package}/{migration.file}" for migration in ran])
    return 0
