"""The Python client has every operation with its types, and tries again without doing anything twice."""

import importlib
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from recoup_cli.api_reference import reference
from recoup_cli.python_client.operations import operations_file
from recoup_cli.python_client.types import class_of, type_of, types_file

ROOT = Path(__file__).parents[3]
NEW = {"external_id": "C-1"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client as it is built."""
    folder = tmp_path_factory.mktemp("client")
    package = folder / "recoup_client"
    shutil.copytree(ROOT / "clients/python/src/recoup_client", package)
    described = reference()
    (package / "types.py").write_text(types_file(described["components"]["schemas"]))
    (package / "operations.py").write_text(operations_file(described))
    return folder


@pytest.fixture
def client(source: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(source))
    yield importlib.import_module("recoup_client")
    for name in [name for name in sys.modules if name.startswith("recoup_client")]:
        del sys.modules[name]


class Answers(httpx.BaseTransport):
    """Gives one answer after the other, and keeps what it was asked."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.slept: list[float] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def recoup(self, client: ModuleType) -> Any:
        return client.Recoup("http://recoup/v1", "rk_test", transport=self, sleep=self.slept.append)

    @property
    def keys(self) -> Sequence[str]:
        return [request.headers["Idempotency-Key"] for request in self.asked]


def problem(status: int, code: str, **headers: str) -> httpx.Response:
    body = {"code": code, "detail": "Do this.", "request_id": "req_1"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


CREATED = httpx.Response(201, json={"id": "cus_1"}, headers={"ETag": '"1"'})


@pytest.mark.slow
def test_its_types_hold_strictly(source: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir=/dev/null",
        "-p",
        "recoup_client",
    ]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_it_has_every_operation(client: ModuleType) -> None:
    recoup = Answers().recoup(client)
    parts = [part for part in vars(recoup).values() if type(part).__module__.endswith("operations")]
    has = {name for part in parts for name in dir(part) if not name.startswith("_")}
    described = reference()["paths"].values()
    assert {operation["operationId"] for path in described for operation in path.values()} <= has


def test_what_failed_on_the_way_is_sent_again_under_the_same_key(client: ModuleType) -> None:
    answers = Answers(
        httpx.ConnectError("gone"), problem(503, "answer_lost", Retry_After="7"), CREATED
    )
    shown = answers.recoup(client).customers.register_customer(NEW)
    assert shown == {"id": "cus_1"}
    assert client.etag_of(shown) == '"1"'
    assert len(set(answers.keys)) == 1
    assert len(answers.keys) == 3
    assert answers.slept[0] <= 0.5
    assert answers.slept[1] == 7.0


def test_two_calls_have_two_keys_unless_they_are_named(client: ModuleType) -> None:
    answers = Answers(CREATED, CREATED, CREATED)
    recoup = answers.recoup(client)
    for _ in "12":
        recoup.customers.register_customer(NEW)
    recoup.customers.register_customer(NEW, idempotency_key="mine")
    assert len(set(answers.keys)) == 3
    assert answers.keys[2] == "mine"


def test_a_refusal_is_raised_at_once_and_says_what_to_do(client: ModuleType) -> None:
    answers = Answers(problem(409, "external_id_taken"))
    with pytest.raises(client.Problem) as caught:
        answers.recoup(client).customers.register_customer(NEW)
    assert (caught.value.status, caught.value.code) == (409, "external_id_taken")
    assert (caught.value.detail, caught.value.request_id) == ("Do this.", "req_1")
    assert len(answers.asked) == 1


def test_after_five_tries_the_last_answer_is_raised(client: ModuleType) -> None:
    answers = Answers(*(problem(503, "unavailable") for _ in range(5)))
    with pytest.raises(client.Problem, match="503 unavailable"):
        answers.recoup(client).customers.register_customer(NEW)
    assert len(answers.slept) == 4
    assert answers.slept == sorted(answers.slept)


def test_a_list_is_followed_to_its_end_with_the_same_filters(client: ModuleType) -> None:
    first = {"data": [{"id": "inv_1"}], "has_more": True, "next_cursor": "c1"}
    second = {"data": [{"id": "inv_2"}], "has_more": False, "next_cursor": None}
    answers = Answers(httpx.Response(200, json=first), httpx.Response(200, json=second))
    rows = list(answers.recoup(client).invoices.every_invoices(state="open", limit=1))
    assert [row["id"] for row in rows] == ["inv_1", "inv_2"]
    assert [request.url.query for request in answers.asked] == [
        b"limit=1&state=open",
        b"limit=1&cursor=c1&state=open",
    ]


def test_an_id_of_yours_may_hold_anything(client: ModuleType) -> None:
    answers = Answers(CREATED)
    answers.recoup(client).customers.put_customer("A/1 ü?", {})
    assert answers.asked[0].url.raw_path == b"/v1/customers/by/external-id/A%2F1%20%C3%BC%3F"


def test_schemas_are_written_as_python_does() -> None:
    assert class_of("Page_InvoiceListed_") == "PageInvoiceListed"
    assert type_of({"anyOf": [{"type": "string"}, {"type": "null"}]}) == "str | None"
    assert type_of({"type": "array", "items": {"$ref": "#/components/schemas/A-Input"}}) == (
        "list[AInput]"
    )
    assert type_of({"enum": ["open", "paid"]}) == "Literal['open', 'paid']"
    assert (
        type_of({"type": "object", "additionalProperties": {"type": "string"}}) == "dict[str, str]"
    )
