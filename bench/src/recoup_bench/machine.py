"""What the figures were measured on."""

import os
import platform
from typing import Any

import asyncpg

SETTINGS = ("server_version", "fsync", "synchronous_commit", "shared_buffers")


async def machine(postgres: str) -> dict[str, Any]:
    """The machine, and the settings of its PostgreSQL that decide about speed."""
    connection = await asyncpg.connect(postgres)
    try:
        settings = {name: await connection.fetchval(f"show {name}") for name in SETTINGS}
    finally:
        await connection.close()
    return {"cores": os.cpu_count(), "python": platform.python_version(), "postgres": settings}
