"""The one description of all APIs is OpenAPI without a fault or a warning, to two linters that others use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from recoup_cli.api_reference import reference

Tool = Callable[..., str]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("reference") / "openapi.json"
    file.write_text(json.dumps(reference(), indent=2))
    return file


def spectral(tool: Tool, file: Path) -> None:
    rules = "deploy/checks/spectral.yaml"
    tool("spectral", "lint", "--quiet", "--fail-severity", "hint", "--ruleset", rules, file)


def redocly(tool: Tool, file: Path) -> None:
    tool("redocly", "lint", "--config", "deploy/checks/redocly.yaml", file)


@pytest.mark.parametrize("lint", [spectral, redocly])
def test_linters_find_nothing(
    lint: Callable[[Tool, Path], None],
    described: Path,
    tool: Tool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDOCLY_TELEMETRY", "off")
    lint(tool, described)


@pytest.mark.parametrize("lint", [spectral, redocly])
def test_a_fault_would_be_found(
    lint: Callable[[Tool, Path], None],
    described: Path,
    tool: Tool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REDOCLY_TELEMETRY", "off")
    document = json.loads(described.read_text())
    document["paths"]["/v1/me"]["get"]["operationId"] = "issue_invoice"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(document))
    with pytest.raises(AssertionError):
        lint(tool, broken)
