"""Programs that come from no package index: ``deploy/checks/install.sh`` has them."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[3]
CHECKS = ROOT / ".recoup/checks"
WHERE_TOOLS_ARE = os.pathsep.join(
    [
        os.environ["PATH"],
        *(str(ROOT / f) for f in (".venv/bin", ".recoup/uv/bin")),
        *(str(CHECKS / f) for f in ("bin", "node_modules/.bin")),
    ]
)


def find(name: str) -> str:
    return shutil.which(name, path=WHERE_TOOLS_ARE) or miss(name)


def find_file(path: str) -> Path:
    """What lies beside the programs."""
    return CHECKS / path if (CHECKS / path).exists() else miss(path)


def miss(name: str) -> NoReturn:
    missing = f"{name} is not installed: deploy/checks/install.sh"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
