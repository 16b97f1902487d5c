"""Every route of every service can be reached under the one public name."""

import importlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import Any

import pytest

from recoup_events.topics import OWNERS
from recoup_service.settings import Settings

PACKAGES = {package.replace("_", "-"): package for package in OWNERS}
ANY = {
    "database": "postgresql://recoup@postgres/recoup",
    "kafka": "kafka:9092",
    "http_port": 8080,
    "admin_port": 9000,
    "smtp": "smtp://mail:25",
    "sms_url": "http://sms",
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
