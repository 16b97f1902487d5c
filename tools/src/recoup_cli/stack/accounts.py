"""Whose hands PostgreSQL runs in: it refuses root's, so under root it is given to nobody."""

import os
import shutil
from pathlib import Path

from recoup_cli.stack.errors import StackFailed

_OTHERS_MAY_ENTER = 0o001
_NOBODY = "nobody"


def unprivileged() -> str | None:
    """The account to run as; ``None`` when our own will do."""
    return _NOBODY if os.geteuid() == 0 else None


def give(path: Path, account: str | None) -> None:
    if account is not None:
        shutil.chown(path, account)


def empty(folder: Path, account: str | None) -> None:
    """An empty folder of theirs, whatever an interrupted attempt left there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    give(folder, account)


def check_reachable(path: Path, account: str | None) -> None:
    """Say what stands in the way, where PostgreSQL itself would only say 'permission denied'."""
    if account is None:
        return
    for folder in path.resolve().parents:
        if not folder.stat().st_mode & _OTHERS_MAY_ENTER:
            raise StackFailed(
                f"PostgreSQL refuses to run as root, so it runs as {account!r}, who may not enter "
                f"{folder}. Use an ordinary account, or let others pass: chmod o+x {folder}"
            )
