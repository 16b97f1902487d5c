"""What the figures were measured on."""

import os
import platform
from typing import Any

from recoup_eventstore.postgres.connector import connected

SETTINGS = ("server_version", "fsync", "synchronous_commit", "shared_buffers")


async def machine(postgres: str) -> dict[str, Any]:
    """The machine, and the settings of its PostgreSQL that decide about speed."""
    async with connected(postgres) as connection:
        settings = {name: await connection.fetchval(f"show {name}") for name in SETTINGS}
    return {"cores": os.cpu_count(), "python": platform.python_version(), "postgres": settings}
