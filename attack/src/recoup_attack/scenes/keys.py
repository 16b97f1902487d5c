"""What the operator's own command and the running processes give away."""

from collections.abc import Sequence

import psutil

from recoup_attack.scene import Outcome, Scene
from recoup_attack.stack import Command
from recoup_attack.target import SERVICES, Target

GOOD = ("--tenant", "wrong", "--name", "x", "--scopes", "invoices:read")
WRONG: dict[str, Sequence[str]] = {
    "no tenant": ("--tenant", "", "--name", "x", "--scopes", "invoices:read"),
    "a blank tenant": ("--tenant", " ", "--name", "x", "--scopes", "invoices:read"),
    "a tenant with a slash": ("--tenant", "a/b", "--name", "x", "--scopes", "invoices:read"),
    "a tenant with a line end": ("--tenant", "a\nb", "--name", "x", "--scopes", "invoices:read"),
    "a tenant of 10,000 letters": (
        "--tenant",
        "a" * 10_000,
        "--name",
        "x",
        "--scopes",
        "invoices:read",
    ),
    "no name": ("--tenant", "wrong", "--name", "", "--scopes", "invoices:read"),
    "a scope nobody knows": ("--tenant", "wrong", "--name", "x", "--scopes", "everything:write"),
    "a scope of no form": ("--tenant", "wrong", "--name", "x", "--scopes", "*"),
    "an end in the past": (*GOOD, "--expires-at", "2020-01-01"),
    "an environment of no form": (*GOOD, "--env", "LIVE!"),
}
SECRETS = ("RECOUP_MIGRATE_DATABASE",)
"""What a serving process has no business with."""


async def keys(target: Target) -> Outcome:
    """Keys that should never be made."""
    recoup = Command(target.home, {"RECOUP_SMTP": "smtp://127.0.0.1:25"})
    made = [name for name, words in WRONG.items() if await _made(recoup, words)]
    return Outcome(
        f"{len(made)} of {len(WRONG)} wrong keys",
        tuple(f"a key with {name} was made" for name in made),
    )


async def _made(recoup: Command, words: Sequence[str]) -> bool:
    status, _, _ = await recoup.tried("keys", "create", *words)
    return status == 0


async def secrets(target: Target) -> Outcome:
    """What whoever can look into a serving process finds there."""
    found = [
        f"{name} holds {secret}"
        for service in SERVICES
        if (name := service.replace("_", "-")) in target.processes
        for secret in SECRETS
        if secret in psutil.Process(target.processes[name].pid).environ()
    ]
    return Outcome(f"{len(found)} secrets that serving does not need", tuple(found))


SCENES = (
    Scene("keys", "keys", "wrong input for `recoup keys create`", keys),
    Scene("keys", "secrets", "a look into the environment of the services", secrets),
)
