"""What a stack remembers between two commands, replaced whole so that a crash never halves it."""

import hmac
import os
import secrets
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from recoup_cli.stack import ports
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.process import ProcessId


class State(BaseModel):
    """The content of stack.json: readable by its owner only, for every password comes from it."""

    master_secret: str = Field(default_factory=lambda: secrets.token_hex(32))
    clock: str = "system"
    partitions: int = 6
    """Of each topic: made again it must have as many, for what was received is known by partition."""
    secured: bool = True
    """Whether Kafka asks who comes, and lets each service do only what is its own."""
    ports: dict[str, int] = Field(default_factory=dict)
    running: dict[str, ProcessId] = Field(default_factory=dict)
    api_key: str | None = None
    operator_key: str | None = None

    def secret(self, name: str) -> str:
        """The password of this name, the same every time it is asked for."""
        return hmac.digest(self.master_secret.encode(), name.encode(), "sha256").hex()[:32]

    def port(self, name: str) -> int:
        if name not in self.ports:
            raise StackFailed(f"{name} has no port yet: start the stack first, `recoup up`.")
        return self.ports[name]

    def settle_port(self, name: str) -> bool:
        """Promise this name a port nobody listens on; tells whether an earlier promise broke."""
        known = self.ports.get(name)
        if known is not None and ports.is_free(known):
            return False
        self.ports[name] = ports.pick(set(self.ports.values()))
        return known is not None

    def save(self, path: Path) -> None:
        fresh = path.with_suffix(".new")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(self.model_dump_json(indent=2))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def load(path: Path) -> State:
    if not path.exists():
        return State()
    try:
        return State.model_validate_json(path.read_text())
    except ValidationError as error:
        raise StackFailed(
            f"{path} is damaged ({error.error_count()} errors). Restore it, or give this stack and "
            "its data up: delete the file, `recoup down --wipe`, `recoup up`."
        ) from error
