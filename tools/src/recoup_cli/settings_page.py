"""The page operators read about settings: each with its variable, its default and what it means."""

import json
from collections.abc import Iterator, Mapping
from enum import Enum

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from gateway.settings import GatewaySettings
from recoup_cli import services
from recoup_events.kernel.topics import OWNERS
from recoup_files.settings import FileSettings
from recoup_service.kafka_settings import KafkaSettings
from recoup_service.limits import HttpLimits
from recoup_service.oidc_settings import OidcSettings
from recoup_service.settings import MigrateSettings, Settings

_HEAD = """# Settings

Written by `recoup docs` from the classes of settings; do not edit.

A service reads environment variables once, when it starts; what is wrong or missing it names, all at once, and exits with 2. What has no default must
be set. Secrets are read by nobody but the process they are meant for: `RECOUP_MIGRATE_DATABASE` is given to `migrate`, `rebuild`, `seed` and
`republish`, never to what serves.

Behind an ingress set `RECOUP_TRUSTED_PROXIES` to its network. Without it every client is one peer, the ingress itself; with too wide a network,
whoever is in it can claim to be any peer. The ingress holds the same limits ([ingress.yaml](../../deploy/k8s/overlays/production/ingress.yaml)); a
limit changed here is to be changed there, and a test compares the defaults. `recoup_http_refused_total` counts what each limit refuses
([metrics](metrics.md)), and [ADR-0016](../decisions/0016-limits-live-in-a-hardened-uvicorn-protocol.md) says why they are where they are.
"""


def settings_page() -> str:
    """The whole page, in Markdown."""
    return _HEAD + "".join(_table(title, *kinds) for title, kinds in _groups())


def _groups() -> Iterator[tuple[str, tuple[type[BaseModel], ...]]]:
    yield "Limits of the HTTP ports", (HttpLimits,)
    yield "Every service", (Settings, HttpLimits, KafkaSettings, OidcSettings)
    yield "Kafka", (KafkaSettings,)
    yield "People who sign in", (OidcSettings,)
    yield "Files, of invoice, notification and dispute", (FileSettings,)
    for package in OWNERS:
        name = package.replace("_", "-")
        yield f"{name} alone", (services.settings_of(package), Settings, FileSettings)
    yield "The gateway, beside the limits", (GatewaySettings, HttpLimits)
    yield "The database's owner", (MigrateSettings,)


def _table(title: str, kind: type[BaseModel], *but: type[BaseModel]) -> str:
    """The settings of one class, without those that it has from others as they are."""
    inherited = {name: field for other in but for name, field in other.model_fields.items()}
    fields = {
        name: field
        for name, field in kind.model_fields.items()
        if name not in inherited or field.default != inherited[name].default
    }
    if not fields:
        return ""
    rows = [("variable", "default", "meaning"), ("---",) * 3, *_rows(fields)]
    return f"\n## {title}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, str, str]]:
    for name, field in fields.items():
        meaning = " ".join((field.description or "").replace("``", "`").split())
        yield f"`RECOUP_{name.upper()}`", _default(field), meaning


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**to be set**"
    match field.default:
        case SecretStr() | None | () | "":
            return ""
        case Enum(value=value):
            return f"`{value}`"
        case Mapping() as named if not named:
            return ""
        case Mapping() as named:
            return f"`{json.dumps(dict(named))}`"
        case value:
            return f"`{value}`"
