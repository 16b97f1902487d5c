"""What the API description says of every operation alike: how to ask, and every kind of "no"."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recoup_service.api.problems import MEDIA_TYPE, Mistake, Problem, ProblemDocument

API_KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "rk_<env>_<id>_<secret>",
    "description": "An API key. The scope it needs is named by each operation.",
}
USER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token of the issuer people sign in with. Their roles grant the scopes.",
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {
        "type": "string",
        "pattern": r'^([\x21\x23-\x5b\x5d-\x7e]{1,255}|"[\x20\x21\x23-\x5b\x5d-\x7e]{1,255}")$',
    },
    "description": "Makes retries safe: the same key and body within 30 days get the first "
    "answer again (`Idempotent-Replayed: true`) and do nothing. Refusals are not kept.",
    "example": "8e03978e-40d5-43e8-bc93-6894a57f9324",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of the version this change was decided on. Needed to change "
    "a thing that exists already; leave it out to create one.",
    "example": '"3"',
}


MAY_REFUSE: dict[int | str, dict[str, Any]] = {409: {"description": "Not as things are."}}
"""For the ``responses`` of a route that only reads, and that the state of things may refuse."""


def asking(scope: str) -> dict[str, Any]:
    """What an operation of this scope takes beside what its route declares."""
    headers = [IDEMPOTENCY_KEY, IF_MATCH] if scope.endswith(":write") else []
    return {"security": [{"api_key": []}, {"user": []}], "parameters": headers}


def with_scope(description: str, scope: str) -> str:
    """No page shows the scopes of a bearer scheme, and some linters deny that it has any: words are read."""
    needed = f"\n\nNeeds the scope `{scope}`." if scope else ""
    return description.removesuffix(needed) + needed  # a router may be part of several apps


@dataclass(frozen=True, slots=True)
class Kind:
    """The problems of one status."""

    status: int
    code: str
    """The most common of them."""
    meaning: str

    @property
    def name(self) -> str:
        return f"Problem{self.status}"

    def response(self) -> dict[str, Any]:
        wrong = [Mistake(detail="Field required", pointer="/amount")] if self.status == 422 else []
        problem = Problem(self.status, self.code, self.meaning, wrong)
        example = problem.document("/v1/...", "req_0f9c2b6d5e8a4d17b3a6c1f2e4d5a697")
        schema = {"$ref": "#/components/schemas/Problem"}
        content = {"schema": schema, "example": example.model_dump(exclude_none=True)}
        return {"description": self.meaning, "content": {MEDIA_TYPE: content}}


EVERYWHERE = (
    Kind(
        400,
        "malformed_json",
        "The body, the cursor or a header cannot be read (`malformed_cursor`, `malformed_idempotency_key`, "
        "`control_character` in the path or a parameter …). Correct it.",
    ),
    Kind(
        401,
        "not_authenticated",
        "No API key or token, or one that does not work. Send a living one.",
    ),
    Kind(
        403, "scope_missing", "The key or user lacks the scope this operation names. Use another."
    ),
    Kind(404, "not_found", "It does not exist, or not for you. Check the id."),
    Kind(
        422,
        "invalid_request",
        "Parts are missing or wrong: correct each one in `errors`. Or what is named is not there "
        "(`unknown_customer`, `unknown_invoice`, `unknown_creditor`, `unknown_person` …), or not yet: it may have "
        "to come from another service. Or the `Idempotency-Key` was another request's (`idempotency_key_reused`).",
    ),
    Kind(429, "key_rate_exceeded", "Too many requests. Send it again after `Retry-After` seconds."),
    Kind(500, "internal_error", "Our mistake. Try again; if it stays, tell us the `request_id`."),
    Kind(503, "unavailable", "Nothing was done. Send it again after `Retry-After` seconds."),
)
SENDING = (
    Kind(
        409,
        "refused",
        "It exists already, its present state does not allow this, or the same request is still "
        "running. `code` says which.",
    ),
    Kind(413, "body_too_large", "The body is too large. Send fewer things per request."),
    Kind(415, "unsupported_media_type", "Send it with `Content-Type: application/json`."),
)
CHANGING = (
    Kind(412, "version_mismatch", "It has changed since. GET it and decide again."),
    Kind(428, "if_match_required", "Send `If-Match` with the `ETag` you decided on."),
)


def possible(method: str, *, changes: bool, named: Collection[str] = ()) -> Sequence[Kind]:
    """What an operation may answer; ``changes`` when it changes a version somebody has seen.

    What only sending does usually, a route that reads has to name.
    """
    sending = [kind for kind in SENDING if method != "get" or str(kind.status) in named]
    return (*EVERYWHERE, *sending, *(CHANGING if changes else ()))


def responses() -> Mapping[str, Any]:
    """All of them, to be referred to."""
    return {kind.name: kind.response() for kind in (*EVERYWHERE, *SENDING, *CHANGING)}


def schemas() -> Mapping[str, Any]:
    """The one shape they have."""
    problem = ProblemDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**problem.pop("$defs"), "Problem": problem}
