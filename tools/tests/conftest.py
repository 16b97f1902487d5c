"""A stack's folder that belongs to one test."""

from pathlib import Path

import pytest

from recoup_cli.stack.home import Home

SERVERS = ("RECOUP_POSTGRES", "RECOUP_KAFKA", "RECOUP_SMTP", "RECOUP_SMS_URL")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """Where the commands look for their stack; nothing has run there."""
    monkeypatch.setenv("RECOUP_HOME", str(tmp_path))
    for name in SERVERS:
        monkeypatch.delenv(name, raising=False)
    return Home(tmp_path)
