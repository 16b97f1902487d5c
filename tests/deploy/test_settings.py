"""What a deployment tells a service is what the service asks for."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic_settings import BaseSettings

from recoup_events.kernel.topics import OWNERS
from recoup_service.settings import MigrateSettings, Settings

ROOT = Path(__file__).parents[2]
PACKAGES = {package.replace("_", "-"): package for package in OWNERS}
UNDERSTOOD_BY_LIBRARIES = {
    "PGPASSWORD",
    "PGSSLMODE",
    "PGSSLROOTCERT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
}

Manifest = dict[str, Any]


def settings_of(package: str) -> type[BaseSettings]:
    """The service's own settings, or those all services share."""
    folders = (ROOT / kind / package.replace("_", "-") for kind in ("services", "apps"))
    if not any((folder / "src" / package / "settings.py").exists() for folder in folders):
        return Settings
    module = importlib.import_module(f"{package}.settings")
    own = [kind for kind in vars(module).values() if isinstance(kind, type)]
    (found,) = (k for k in own if issubclass(k, Settings) and k.__module__ == module.__name__)
    return found


def variables(settings: type[BaseSettings], *, required: bool = False) -> set[str]:
    fields = settings.model_fields.items()
    return {f"RECOUP_{n}".upper() for n, field in fields if field.is_required() or not required}


def check(settings: type[BaseSettings], told: set[str]) -> None:
    assert told <= variables(settings) | UNDERSTOOD_BY_LIBRARIES
    assert variables(settings, required=True) <= told


def told_in(manifests: Sequence[Manifest], container: Manifest) -> set[str]:
    maps = {m["metadata"]["name"]: m["data"] for m in manifests if m["kind"] == "ConfigMap"}
    told = {variable["name"] for variable in container["env"]}
    for source in container.get("envFrom", []):
        told |= set(maps[source["configMapRef"]["name"]])
    return told


@pytest.mark.parametrize("name", PACKAGES)
def test_docker_tells_a_service_what_it_asks_for(name: str, compose: Manifest) -> None:
    services = compose["services"]
    check(settings_of(PACKAGES[name]), set(services[name]["environment"]))
    check(MigrateSettings, set(services[f"migrate-{name}"]["environment"]))


@pytest.mark.parametrize("name", PACKAGES)
def test_kubernetes_tells_a_service_what_it_asks_for(
    name: str, manifests: Sequence[Manifest]
) -> None:
    asks: dict[str, type[BaseSettings]] = {
        name: settings_of(PACKAGES[name]),
        f"{name}-migration": MigrateSettings,
    }
    for manifest in manifests:
        if manifest["kind"] in {"Deployment", "Job"} and manifest["metadata"]["name"] in asks:
            (container,) = manifest["spec"]["template"]["spec"]["containers"]
            check(asks[manifest["metadata"]["name"]], told_in(manifests, container))


def test_the_gateway_is_told_where_the_services_are_and_no_secret(
    manifests: Sequence[Manifest],
) -> None:
    gateway, invoice = (
        next(m for m in manifests if m["kind"] == kind and m["metadata"]["name"] == name)
        for kind, name in (("Deployment", "gateway"), ("Service", "invoice"))
    )
    [container] = gateway["spec"]["template"]["spec"]["containers"]
    assert container["env"] == [{"name": "RECOUP_SERVICE_ADDRESS", "value": "http://{service}"}]
    assert [port["port"] for port in invoice["spec"]["ports"]] == [80]
    assert "secret" not in str(gateway)


@pytest.mark.parametrize("place", ["compose", "kubernetes"])
def test_the_ports_are_those_the_image_exposes(place: str, compose: Manifest) -> None:
    environment = ROOT / "deploy/k8s/base/shared/environment.env"
    told = (
        compose["x-environment"]
        if place == "compose"
        else dict(line.split("=") for line in environment.read_text().split())
    )
    dockerfile = (ROOT / "deploy/docker/service.Dockerfile").read_text()
    assert f"\nEXPOSE {told['RECOUP_HTTP_PORT']} {told['RECOUP_ADMIN_PORT']}\n" in dockerfile


def test_kubernetes_probes_the_ports_it_tells() -> None:
    shared = ROOT / "deploy/k8s/base/shared"
    told = dict(line.split("=") for line in (shared / "environment.env").read_text().split())
    template = yaml.safe_load((shared / "deployment.yaml").read_text())["spec"]["template"]
    ports = {p["name"]: str(p["containerPort"]) for p in template["spec"]["containers"][0]["ports"]}
    assert ports == {"http": told["RECOUP_HTTP_PORT"], "admin": told["RECOUP_ADMIN_PORT"]}
    assert template["metadata"]["annotations"]["prometheus.io/port"] == told["RECOUP_ADMIN_PORT"]
