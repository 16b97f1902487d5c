"""Requests made of an API's own description, valid and not, and what is wrong with its answers."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import Any

import schemathesis
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import Case as AnyCase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from recoup_testing.fuzzing import formats
from recoup_testing.fuzzing.rules import DocumentedRules

Case = AnyCase[Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
VALID, INVALID = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
MAKING = ("post", "put")
REFUSING = range(400, 500)
EVER_RIGHT = (401, 403, 404, 409, 412, 428, 429)
"""Of who asks, of what there is, or of its state: no description of a request can say it."""


def cases_of(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, most: int, number: int
) -> list[Case]:
    """Made beforehand, so that what comes of one does not change the others."""
    made: list[Case] = []

    @seed(number)
    @settings(
        max_examples=most,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keep(case: Case) -> None:
        made.append(case)

    keep()
    return made


@dataclass
class FuzzedApi:
    """One service, how much it was asked, and what was wrong with its answers."""

    client: AsyncClient
    number: int
    names: Mapping[str, str] = field(default_factory=dict)
    """Of things that there are, by the fields that name them."""
    asked: int = 0
    accepted: int = 0
    wrong: dict[str, str] = field(default_factory=dict)
    """By operation and kind, the first of each."""

    def __post_init__(self) -> None:
        formats.register()
        self._random = Random(self.number)
        self._ids: dict[str, list[str]] = {}

    async def fuzz(self, most: int, every: int = 1) -> None:
        """So many requests of each kind to one in ``every`` operations; those that make things come first."""
        described = (await self.client.get("/openapi.json")).json()
        schema = schemathesis.openapi.from_dict(_without_keys(described))
        found = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
        assert len(found) == sum(len(each) for each in described["paths"].values())
        order = sorted(found, key=lambda each: (each.path.count("{"), each.method not in MAKING))
        for operation in order[self.number % every :: every]:
            rules = DocumentedRules(described, operation.path, operation.method)
            for mode in (VALID, INVALID):
                if mode is INVALID and not (operation.body or operation.query):
                    continue
                for case in cases_of(operation, mode, most, self.number):
                    if mode is VALID:
                        self._name(case)
                    if await self._ask(case, mode, rules):
                        await self._ask(case, mode, rules)

    async def _ask(self, case: Case, mode: GenerationMode, rules: DocumentedRules) -> bool:
        """Whether it made something: then the same again is another question."""
        self.asked += 1
        try:
            response = await self.client.request(**_sent(case))
        except Exception as error:  # noqa: BLE001 - an answer that breaks off is told with the others
            self.wrong.setdefault(f"{case.operation.label}: {error!r}", case.as_curl_command())
            return False
        self.accepted += response.is_success
        if response.status_code == 201:
            self._ids.setdefault(case.operation.path, []).append(response.json().get("id", ""))
        checks = CHECKS if mode is VALID or _in_bulk(case) else [*CHECKS, negative_data_rejection]
        try:
            case.validate_response(response, checks=checks)
        except (AssertionError, BaseExceptionGroup) as error:
            for one in getattr(error, "exceptions", (error,)):
                self._note(case, f"{response.status_code} {type(one).__name__}", one, response)
        if mode is VALID and response.status_code in REFUSING:
            self._check_rule(case, response, rules)
        return int(response.status_code) == 201

    def _check_rule(self, case: Case, response: Response, rules: DocumentedRules) -> None:
        unknown = None
        if response.status_code not in EVER_RIGHT:
            unknown = rules.refusal(response.json())
        if unknown is not None:
            what = f"{response.status_code} refused by a rule that is not documented: {unknown}"
            self._note(case, what, "", response)

    def _name(self, case: Case) -> None:
        """Half of the things that a request names are there."""
        for name, value in (case.path_parameters or {}).items():
            above = case.operation.path.partition(f"/{{{name}}}")[0]
            known = self._ids.get(above) or [self.names.get(f"{above}/{name}", str(value))]
            if self._random.random() < 0.7:
                case.path_parameters[name] = self._random.choice(known)
        case.body = self._named(case.body)

    def _named(self, part: Any) -> Any:
        if isinstance(part, float) and part.is_integer():
            return int(part)  # to JSON Schema 1.0 is an integer, to us it is not
        if isinstance(part, list):
            return [self._named(each) for each in part]
        if isinstance(part, dict):
            return {
                key: self.names[key]
                if key in self.names and value is not None and self._random.random() < 0.8
                else self._named(value)
                for key, value in part.items()
            }
        return part

    def _note(self, case: Case, what: str, error: object, response: Response) -> None:
        request = response.request
        told = f"{error}\n{request.method} {request.url}\n{request.content[:2000]!r}\n{response.text[:1000]}"
        self.wrong.setdefault(f"{case.operation.label}: {what}", told)


def _in_bulk(case: Case) -> bool:
    """Each item has an answer of its own there, and all of them together a 200."""
    path: str = case.operation.path
    return path.endswith(("/bulk", "/answers"))


def _sent(case: Case) -> dict[str, Any]:
    """As httpx wants it."""
    told: Mapping[str, Any] = case.as_transport_kwargs(base_url="http://recoup")
    sent: dict[str, Any] = {
        name: told[name] for name in ("method", "url", "params", "json") if name in told
    }
    if isinstance(told.get("data"), (bytes, str)):
        sent["content"] = told["data"]
    sent["headers"] = {
        name: value.encode("utf-8", "replace") if isinstance(value, str) else value
        for name, value in dict(told["headers"] or {}).items()
    }
    return sent


def _without_keys(described: dict[str, Any]) -> dict[str, Any]:
    """Who asks is tried elsewhere: here it is always somebody who may."""
    bare = deepcopy(described)
    bare["components"].pop("securitySchemes", None)
    for path in bare["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
    return bare
