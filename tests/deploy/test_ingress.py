"""The ingress refuses what the services would, before it reaches them; where it leads is in tests/contract."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from recoup_service.edge.protocol import BODY_WINDOW_SECONDS
from recoup_service.limits import KEY_WINDOW_SECONDS, HttpLimits

ROOT = Path(__file__).parents[2]
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
