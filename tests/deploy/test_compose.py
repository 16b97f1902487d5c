"""docker-compose.yml is one machine's Recoup: complete, pinned, and open to nobody else."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recoup_cli.kafka_access.grants import every_access
from recoup_events.kernel.topics import OWNERS, TOPICS

ROOT = Path(__file__).parents[2]
PACKAGES = {package.replace("_", "-"): package for package in OWNERS}
ONE_SHOTS = {"certificates", "topics", *(f"migrate-{service}" for service in PACKAGES)}
WRITES_ITS_OWN_CONFIGURATION = {"kafka", "topics"}
HAS_NOTHING_TO_PROBE_ITSELF_WITH = {"otel-collector"}
CHECKED_BY_ITS_IMAGE = {*PACKAGES, "gateway", "portal"}


def test_compose_understands_it(tool: Callable[..., str]) -> None:
    tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")


def test_it_makes_exactly_the_topics_there_are(compose: dict[str, Any]) -> None:
    environment = compose["services"]["topics"]["environment"]
    assert environment["TOPICS"].split() == list(TOPICS)
    assert environment["PARTITIONS"] == "6"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_service_starts_when_it_is_migrated_and_has_its_topics(
    name: str, compose: dict[str, Any]
) -> None:
    service, migration = compose["services"][name], compose["services"][f"migrate-{name}"]
    first = {"condition": "service_completed_successfully"}
    assert service["depends_on"][f"migrate-{name}"] == first
    assert service["depends_on"]["topics"] == first
    assert service["command"] == [PACKAGES[name], "serve"]
    assert migration["command"] == [PACKAGES[name], "migrate"]
    assert service["build"] == migration["build"]
    assert service["build"]["args"] == {"SERVICE": name}


@pytest.mark.parametrize("name", PACKAGES)
def test_a_service_is_given_its_own_login_and_only_its_migration_the_owner(
    name: str, compose: dict[str, Any]
) -> None:
    role = f"recoup_{PACKAGES[name]}"
    serving = compose["services"][name]["environment"]
    migrating = compose["services"][f"migrate-{name}"]["environment"]
    assert serving["RECOUP_DATABASE"] == f"postgresql://{role}@postgres/{role}"
    assert migrating["RECOUP_MIGRATE_DATABASE"] == f"postgresql://{role}_owner@postgres/{role}"
    assert "RECOUP_MIGRATE_DATABASE" not in serving
    named = PACKAGES[name].upper()
    assert serving["PGPASSWORD"].startswith(f"${{RECOUP_{named}_PASSWORD:?")
    assert serving["RECOUP_KAFKA_USERNAME"] == name
    assert serving["RECOUP_KAFKA_PASSWORD"].startswith(f"${{RECOUP_{named}_KAFKA_PASSWORD:?")
    assert migrating["PGPASSWORD"].startswith(f"${{RECOUP_{named}_OWNER_PASSWORD:?")


def test_kafka_makes_a_user_for_each_service_and_learns_its_password(
    compose: dict[str, Any],
) -> None:
    told = compose["services"]["kafka"]["environment"]
    assert told["USERS"].split() == [access.user for access in every_access()]
    for package in OWNERS:
        named = package.upper()
        secret = compose["services"][package.replace("_", "-")]["environment"]
        assert told[f"KAFKA_{named}_PASSWORD"] == secret["RECOUP_KAFKA_PASSWORD"]


def test_everything_waits_only_for_what_there_is(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert set(service.get("depends_on", {})) <= set(compose["services"]), name


def test_every_image_is_ours_or_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if "build" not in service:
            tag = service["image"].partition(":")[2]
            assert tag not in {"", "latest"}, f"{name}: say which {service['image']}"


def test_every_port_is_open_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for s in compose["services"].values() for port in s.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_nobody_takes_all_of_the_machine(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert {"mem_limit", "cpus"} <= set(service), name


def test_nobody_writes_to_an_image_or_gains_rights(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("read_only") or name in WRITES_ITS_OWN_CONFIGURATION, name


def test_whatever_stays_comes_back_and_says_how_it_is(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name in ONE_SHOTS:
            assert service["restart"] == "no", name
            continue
        assert service["restart"] == "unless-stopped", name
        is_checked = "healthcheck" in service or name in CHECKED_BY_ITS_IMAGE
        assert is_checked or name in HAS_NOTHING_TO_PROBE_ITSELF_WITH, name


PASSWORD = re.compile(r"\$\{(RECOUP_[A-Z_]+_PASSWORD):\?run deploy/passwords\.sh\}")


def test_no_password_stands_here_and_compose_says_where_they_come_from(
    compose: dict[str, Any],
) -> None:
    for name, service in compose["services"].items():
        for variable, value in service.get("environment", {}).items():
            if "PASSWORD" in variable:
                assert PASSWORD.fullmatch(value), f"{name} {variable}"


def test_the_script_writes_every_password_once_each_another_and_keeps_them(
    compose: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_text("RECOUP_CLOCK=system\nRECOUP_DISPUTE_PASSWORD=kept\n")
    environment = {**os.environ, "RECOUP_ENV_FOLDER": str(tmp_path)}
    texts = []
    for _ in range(2):
        subprocess.run([ROOT / "deploy/passwords.sh"], env=environment, check=True)
        texts.append(file.read_text())
    assert texts[0] == texts[1]
    assert file.stat().st_mode & 0o777 == 0o600
    written = dict(line.split("=", 1) for line in texts[0].splitlines())
    assert written.pop("RECOUP_CLOCK") == "system"
    assert written["RECOUP_DISPUTE_PASSWORD"] == "kept"
    assert set(written) == {
        "RECOUP_ADDRESS_KEY",
        "RECOUP_CHECKPOINT_KEY",
        "RECOUP_CONSOLE_KEYS",
        "RECOUP_PORTAL_KEYS",
        "RECOUP_OIDC_SUBJECT_KEY",
        "RECOUP_WEBHOOK_KEYS",
    } | set(PASSWORD.findall((ROOT / "docker-compose.yml").read_text()))
    assert len(set(written.values())) == len(written)
    assert all(len(password) == 48 for password in written.values() if password != "kept")


def test_whatever_is_mounted_is_in_the_repository(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for mount in service.get("volumes", []):
            source = mount.partition(":")[0]
            there = (
                (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"]
            )
            assert there, f"{name}: {mount}"


def test_those_who_make_files_and_those_who_send_them_share_one_store(
    compose: dict[str, Any],
) -> None:
    maker, sender = (compose["services"][name] for name in ("invoice", "notification"))
    folder = maker["environment"]["RECOUP_FILES"]
    assert sender["environment"]["RECOUP_FILES"] == folder
    assert f"files:{folder}" in maker["volumes"]
    assert f"files:{folder}:ro" in sender["volumes"]
    assert "files" in compose["volumes"]
