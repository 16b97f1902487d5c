"""Every route of every service can be reached under the one public name."""

import importlib
import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from recoup_events.kernel.topics import OWNERS
from recoup_service.edge.protocol import BODY_WINDOW_SECONDS
from recoup_service.limits import KEY_WINDOW_SECONDS, HttpLimits
from recoup_service.settings import Settings

ROOT = Path(__file__).parents[2]
PACKAGES = {package.replace("_", "-"): package for package in OWNERS}
ANY = {
    "database": "postgresql://recoup@postgres/recoup",
    "kafka": "kafka:9092",
    "http_port": 8080,
    "admin_port": 9000,
    "smtp": "smtp://mail:25",
    "sms_url": "http://sms",
    "address_key": "of-a-service-that-is-never-run-at-all",
}


def routes(package: str) -> Iterator[str]:
    """The paths a service serves, as its own composition root says."""
    main = importlib.import_module(f"{package}.main")
    (settings,) = (
        k for k in vars(main).values() if isinstance(k, type) and issubclass(k, Settings)
    )
    for router in main.build(settings.model_validate(ANY)).routers:
        yield from (route.path for route in router.routes)


def ways(manifests: Sequence[dict[str, Any]]) -> dict[str, str]:
    """By path prefix, the service it leads to."""
    (ingress,) = (m for m in manifests if m["kind"] == "Ingress")
    (rule,) = ingress["spec"]["rules"]
    return {p["path"]: p["backend"]["service"]["name"] for p in rule["http"]["paths"]}


@pytest.mark.parametrize("overlay", ["production"], indirect=True)
@pytest.mark.parametrize("name", [n for n, p in PACKAGES.items() if find_spec(f"{p}.main")])
def test_every_route_leads_to_the_service_that_serves_it(
    name: str, manifests: Sequence[dict[str, Any]]
) -> None:
    served = {"/".join(path.split("/")[:3]) for path in routes(PACKAGES[name])}
    assert served == {prefix for prefix, service in ways(manifests).items() if service == name}


KIB = 1024
NGINX_UPSTREAM_KEEP_ALIVE_SECONDS = 60
"""Of nginx's own connections to a service, unless it is told otherwise."""


@pytest.fixture
def recorded() -> Mapping[str, str]:
    """What the ingress tells nginx, by annotation and by directive."""
    ingress = yaml.safe_load((ROOT / "deploy/k8s/overlays/production/ingress.yaml").read_text())
    annotations: dict[str, str] = ingress["metadata"]["annotations"]
    snippets = annotations.pop("nginx.org/server-snippets")
    directives = dict(re.findall(r"(\w+) ([^;]+);", snippets))
    return {**{name.partition("/")[2]: value for name, value in annotations.items()}, **directives}


def test_the_ingress_has_the_limits_of_the_services(recorded: Mapping[str, str]) -> None:
    limits = HttpLimits()
    buffers, size = (
        int(number) for number in re.findall(r"\d+", recorded["large_client_header_buffers"])
    )
    assert recorded["client-max-body-size"] == f"{limits.max_body_bytes // KIB}k"
    assert size * KIB == limits.max_request_target_bytes
    assert buffers * size * KIB == limits.max_header_bytes
    assert recorded["client_header_timeout"] == f"{limits.header_seconds:g}s"
    assert recorded["client_body_timeout"] == f"{BODY_WINDOW_SECONDS:g}s"
    assert recorded["send_timeout"] == f"{limits.write_seconds:g}s"
    assert recorded["limit-req-rate"] == f"{limits.max_requests_per_key_per_second}r/s"
    burst = limits.max_requests_per_key_per_second * KEY_WINDOW_SECONDS
    assert recorded["limit-req-burst"] == str(burst)
    assert recorded["limit-req-reject-code"] == "429"


def test_a_service_keeps_connections_longer_than_the_ingress_does() -> None:
    assert HttpLimits().keep_alive_seconds > NGINX_UPSTREAM_KEEP_ALIVE_SECONDS


@pytest.mark.parametrize("overlay", ["production"], indirect=True)
def test_the_services_know_their_proxy(manifests: Sequence[dict[str, Any]]) -> None:
    told = next(m["data"] for m in manifests if m["metadata"]["name"].startswith("environment"))
    limits = HttpLimits(trusted_proxies=told["RECOUP_TRUSTED_PROXIES"])
    assert limits.trusted_proxies
    assert not limits.trusts("192.0.2.1")
