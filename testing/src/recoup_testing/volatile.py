"""Test servers do not wait for the disk: their processes are killed, the machine never is."""

import asyncpg


async def do_not_wait_for_the_disk(postgres: str) -> None:
    connection = await asyncpg.connect(postgres)
    try:
        await connection.execute("alter system set fsync = off")
        await connection.execute("select pg_reload_conf()")
    finally:
        await connection.close()
