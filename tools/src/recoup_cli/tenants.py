"""The commands that open, list, limit, suspend, resume and end tenants: the same API that operators call."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.table import Table

from recoup_cli.demo_key import operator_key
from recoup_cli.stack import StackFailed, running_stack
from recoup_events.kernel.ids import PLATFORM
from recoup_service.api.scopes import OPERATOR_SCOPES

app = typer.Typer(
    no_args_is_help=True,
    help="Tenants, over the API. The operator's key is taken from OPERATOR_KEY (`recoup keys create "
    f"--tenant {PLATFORM} --scopes {' --scopes '.join(OPERATOR_SCOPES)}`); the local stack has one of its "
    "own.",
)
console = Console(highlight=False)
TIMEOUT_SECONDS = 60
Id = Annotated[str, typer.Argument(metavar="ID", help="As listed.")]
Api = Annotated[
    str | None, typer.Option("--api", envvar="API", help="The one address; else the local stack's.")
]
Key = Annotated[str | None, typer.Option(envvar="OPERATOR_KEY", help="The operator's key.")]
Reason = Annotated[str, typer.Option(help="Whoever asks with a key of the tenant reads it.")]
PerSecond = Annotated[
    int | None, typer.Option(min=1, help="How much all its keys may ask together, on average.")
]
Burst = Annotated[
    int | None, typer.Option(min=1, help="How much of that at once; what ten seconds give.")
]
Scopes = Annotated[
    list[str] | None,
    typer.Option(help="Of its first key; left out, it can only make others."),
]


@app.command("open")
def open_tenant(
    id: Annotated[str, typer.Argument(metavar="ID", help="What its keys and events say for ever.")],
    *,
    name: Annotated[str, typer.Option(help="What you call it.")],
    scopes: Scopes = None,
    requests_per_second: PerSecond = None,
    burst: Burst = None,
    api: Api = None,
    key: Key = None,
) -> None:
    """Open a tenant and show its first key, this once."""
    first = {"key": {"name": "First key", "scopes": scopes}} if scopes else {}
    limits = _limits(requests_per_second, burst)
    body = {"id": id, "name": name, "limits": limits, **first}
    print(_asked("POST", "", api, key, json=body)["key"]["secret"])


@app.command("list")
def list_tenants(
    state: Annotated[str | None, typer.Option(help="open, suspended or ended.")] = None,
    search: Annotated[str | None, typer.Option(help="A part of an id or name.")] = None,
    api: Api = None,
    key: Key = None,
) -> None:
    """Show every tenant that was opened."""
    table = Table("id", "name", "state", "reason", "limits", "opened", box=None, pad_edge=False)
    for each in _every({"state": state, "search": search}, api, key):
        limits, opened = each["limits"], datetime.fromisoformat(each["created_at"])
        table.add_row(
            *(each["id"], each["name"], each["state"], each["reason"] or ""),
            f"{limits['requests_per_second']}/s, {limits['burst']} at once" if limits else "",
            f"{opened:%Y-%m-%d %H:%M}",
        )
    console.print(table)


@app.command()
def limit(
    id: Id,
    requests_per_second: PerSecond = None,
    burst: Burst = None,
    api: Api = None,
    key: Key = None,
) -> None:
    """Change how much all keys of a tenant may ask together; without limits, each as every key."""
    _asked("PATCH", f"/{id}", api, key, json={"limits": _limits(requests_per_second, burst)})
    print(f"{id} goes by its new limits in a moment.")


@app.command()
def suspend(id: Id, reason: Reason, api: Api = None, key: Key = None) -> None:
    """Refuse a tenant's requests, and let what falls due for it wait."""
    _asked("POST", f"/{id}/suspension", api, key, json={"reason": reason})
    print(f"{id} is suspended in a moment; `recoup tenants resume {id}` lets it go on.")


@app.command()
def resume(id: Id, api: Api = None, key: Key = None) -> None:
    """Let a suspended tenant go on, with what fell due meanwhile."""
    _asked("POST", f"/{id}/resumption", api, key)
    print(f"{id} goes on in a moment.")


@app.command()
def end(id: Id, reason: Reason, api: Api = None, key: Key = None) -> None:
    """As suspended, for good."""
    _asked("POST", f"/{id}/end", api, key, json={"reason": reason})
    print(f"{id} has ended; what was recorded is kept.")


def _limits(per_second: int | None, burst: int | None) -> dict[str, int] | None:
    if per_second is None:
        if burst is not None:
            raise StackFailed("Say --requests-per-second with --burst.")
        return None
    return {"requests_per_second": per_second, "burst": burst or 10 * per_second}


def _every(wanted: dict[str, str | None], api: str | None, key: str | None) -> Iterator[Any]:
    params = {name: value for name, value in wanted.items() if value is not None}
    while True:
        page = _asked("GET", "", api, key, params=params)
        yield from page["data"]
        if not page["has_more"]:
            return
        params["cursor"] = page["next_cursor"]


def _asked(method: str, path: str, api: str | None, key: str | None, **more: Any) -> Any:
    address = api or f"{running_stack().addresses.gateway}/v1"
    headers = {"Authorization": f"Bearer {key or asyncio.run(operator_key(running_stack()))}"}
    try:
        with httpx.Client(trust_env=False, timeout=TIMEOUT_SECONDS, headers=headers) as client:
            answer = client.request(method, f"{address.rstrip('/')}/tenants{path}", **more)
    except httpx.TransportError as error:
        raise StackFailed(
            f"Nothing answers at {address} ({error}): start the local stack with `recoup up`, or name "
            "the one address of all APIs with --api."
        ) from error
    if answer.is_error:
        raise StackFailed(_refusal(answer))
    return answer.json()


def _refusal(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"{answer.status_code} {answer.text}"
    problem = answer.json()
    mistakes = [f"{e['detail']} ({e.get('pointer')})" for e in problem.get("errors", ())]
    return " ".join([problem["detail"], *mistakes])
