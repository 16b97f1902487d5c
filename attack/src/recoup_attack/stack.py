"""A stack of our own, started by its own command in a folder of its own, and gone afterwards."""

import asyncio
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from recoup_attack.api import client
from recoup_attack.target import SERVICES, Kafka, Process, Service, Target

RECOUP = str(Path(sys.executable).with_name("recoup"))
CLOCK = "2026-01-05T08:00Z@10x"
"""A working day at nine in Berlin; it runs fast, so that what waits minutes is seen to go on."""
ADMIN = "admin"
_PASSWORD = re.compile('password="([^"]+)"')
_SCOPE = re.compile(r"scope `([a-z]+:(?:read|write))`")


class CommandFailed(Exception):
    """The stack's own command did not do what it was told."""


class Command:
    """`recoup` in the folder of our stack."""

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        self._environment = {**os.environ, **environment, "RECOUP_HOME": str(home)}

    async def __call__(self, *words: str) -> str:
        status, output, errors = await self.tried(*words)
        if status != 0:
            raise CommandFailed(f"recoup {' '.join(words)}: {output}{errors}")
        return output

    async def tried(self, *words: str) -> tuple[int, str, str]:
        """Its exit status, and what it said on both ways out."""
        child = await asyncio.create_subprocess_exec(
            RECOUP,
            *words,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await child.communicate()
        return child.returncode or 0, output.decode(), errors.decode()


@asynccontextmanager
async def running(home: Path, seconds: float) -> AsyncIterator[Target]:
    """Everything runs while the block lasts; what an interrupted attack left is wiped first."""
    mail = home.parent / f"{home.name}-mail"
    async with _relay(mail) as port:
        recoup = Command(home, {"RECOUP_SMTP": f"smtp://127.0.0.1:{port}"})
        await recoup("down", "--wipe")
        try:
            await recoup("up", "--clock", CLOCK)
            yield replace(await _target(recoup, home, mail), seconds=seconds)
        finally:
            await recoup("down", "--wipe")
            shutil.rmtree(home)


@asynccontextmanager
async def _relay(folder: Path) -> AsyncIterator[int]:
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recoup_attack.relay", str(folder), stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        yield int(await child.stdout.readline())
    finally:
        child.terminate()
        await child.wait()
        shutil.rmtree(folder)


async def _target(recoup: Command, home: Path, mail: Path) -> Target:
    places = exported(await recoup("env"))
    status = json.loads(await recoup("status", "--json"))
    services = {
        name: Service(places[name.upper()].removesuffix("/v1"), places[f"{name.upper()}_ADMIN"])
        for name in SERVICES
    }
    rights = await _rights(services.values())
    return Target(
        services=services,
        victim=await _key(recoup, "honest", rights),
        attacker=await _key(recoup, "attacker", rights),
        mail=mail,
        postgres=places["POSTGRES"],
        kafka=_kafka(places["KAFKA"], Path(places["KAFKA_LOGINS"])),
        home=home,
        processes={row["name"]: Process.of(row["pid"]) for row in status if row["pid"]},
    )


def _kafka(bootstrap: str, logins: Path) -> Kafka:
    """With every password there is, and the authority they all believe."""
    told = {file.stem: _properties(file) for file in logins.glob("*.properties")}
    if not told:
        return Kafka(bootstrap)
    ca = told[ADMIN]["ssl.truststore.location"]
    passwords = {user: _PASSWORD.findall(told[user]["sasl.jaas.config"])[0] for user in told}
    return Kafka(bootstrap, ca, passwords, ADMIN)


def _properties(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


OTHERS = ("tenants:", "agency:")
"""Scopes that no tenant's key has: those of operators and of agencies."""


async def _rights(services: Iterable[Service]) -> list[str]:
    """Everything a tenant may do, as the services describe themselves."""
    async with client() as http:
        described = [(await http.get(f"{service.api}/openapi.json")).json() for service in services]
    operations = (
        operation
        for each in described
        for path in each["paths"].values()
        for operation in path.values()
    )
    needed = (_SCOPE.findall(operation["description"]) for operation in operations)
    found = {scope for scopes in needed for scope in scopes}
    return sorted(scope for scope in found if not scope.startswith(OTHERS))


async def _key(recoup: Command, tenant: str, rights: Iterable[str]) -> str:
    scopes = [word for right in rights for word in ("--scopes", right)]
    recorded = await recoup("keys", "create", "--tenant", tenant, "--name", "attack", *scopes)
    return recorded.strip().splitlines()[-1]


def exported(text: str) -> dict[str, str]:
    """What lines of `export NAME=value` say."""
    words = [shlex.split(line)[1] for line in text.splitlines() if line.startswith("export ")]
    return dict(word.split("=", 1) for word in words)
