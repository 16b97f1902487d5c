"""Traces: collected only where a collector is named; else no span is begun and nothing is loaded."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""The names OpenTelemetry gives them; the other ``OTEL_*`` variables are understood as well."""


@contextmanager
def collected(service: str, environment: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Send the spans of this process to the collector; the last ones leave as the block ends."""
    if not any(environment.get(endpoint) for endpoint in ENDPOINTS):
        yield
        return
    # Imported here because it costs every other service 15 MB and half a second.
    from recoup_service.observability.collecting import tracer_provider

    provider = tracer_provider(service)
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()
