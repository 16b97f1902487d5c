"""From what a format read to rows that are kept: each validated as the API would, by the same models."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from invoice.imports.domain.job import Wishes
from invoice.imports.domain.lines import Place
from invoice.imports.domain.rows import Kind, Row, RowMistake
from invoice.imports.domain.table import column_at
from invoice.imports.handlers.files import Staged
from recoup_events.kernel.ids import customer_id_of
from recoup_service.api.bulk import Wanted
from recoup_service.api.fields import RequestBody
from recoup_service.api.importable import Importable
from recoup_service.api.pointers import mistakes
from recoup_service.api.request_context import WorkContext

Kinds = Mapping[str, Importable]
_NAMES = frozenset(Kind)
WRONG = "The row is not what it should be. Correct each mistake listed in errors."


class Validator:
    """Knows what an import is to do, and what its rows may be."""

    def __init__(self, kinds: Kinds, wishes: Wishes, context: WorkContext) -> None:
        self._kinds = kinds
        self._wishes = wishes
        self._context = context

    def staged(self, rows: Iterable[tuple[Row, Place]]) -> tuple[list[Staged], Place | None]:
        """All of them, and the place behind the last one."""
        kept, place = list[Staged](), None
        for row, place in rows:
            kept.append(self._staged(row, place.rows))
        return kept, place

    def body(self, kind: str, text: bytes | str) -> RequestBody:
        """A row's body again, with what the import says of all rows."""
        body = self._kinds[kind].body.model_validate_json(text)
        return self._with_wishes(body)

    def wanted(self, kind: str, body: RequestBody) -> Wanted:
        return self._kinds[kind].wanted(body, self._context)

    def parent(self, kind: str, text: str) -> str | None:
        """The account above a customer in its group, by the ERP's id."""
        group = getattr(self.body(kind, text), "group", None)
        parent = None if group is None else group.parent
        return None if parent is None else customer_id_of(self._context.tenant, parent)

    def _with_wishes(self, body: RequestBody) -> RequestBody:
        sent, wishes = body.model_fields_set, self._wishes
        defaults: dict[str, Any] = {}
        if wishes.creditor and "creditor" in type(body).model_fields and "creditor" not in sent:
            defaults["creditor"] = wishes.creditor
        if wishes.chase and "chase" in type(body).model_fields and "chase" not in sent:
            defaults |= {"chase": wishes.chase, "chase_from": wishes.chase_from}
        return body.model_copy(update=defaults) if defaults else body

    def _staged(self, row: Row, number: int) -> Staged:
        text = row.body if isinstance(row.body, bytes) else to_json(row.body)
        if not row.mistakes and not text:
            return self._kept(row, number, b"", None, outcome="skipped")._replace(detail=row.note)
        if row.mistakes:
            return self._refused(row, number, text, row.mistakes)
        if row.kind not in self._kinds:
            wrong = RowMistake(detail=f"An import takes no rows of the kind {row.kind!r}.")
            return self._refused(row, number, text, [wrong])
        try:
            body = self.body(row.kind, text)
        except ValidationError as error:
            return self._refused(row, number, text, list(self._found(error, text)))
        named = row._replace(external_id=getattr(body, "external_id", None))
        return self._kept(named, number, text, self.wanted(row.kind, body))

    def _found(self, error: ValidationError, text: bytes) -> Iterator[RowMistake]:
        found = error.errors()
        if found[0]["type"] == "json_invalid":
            detail = f"The line is not JSON: {found[0]['ctx']['error']}. Send one object a line."
            yield RowMistake(detail=detail)
            return
        located = [{**each, "loc": ("body", *each["loc"])} for each in found]
        for each in mistakes(located, from_json(text)):
            yield RowMistake(detail=each.detail, field=self.field(each.pointer))

    def field(self, pointer: str | None) -> str | None:
        """As the file calls it."""
        mapping = self._wishes.mapping
        column = None if mapping is None else column_at(mapping, pointer)
        return column or pointer

    def _refused(self, row: Row, number: int, text: bytes, wrong: Sequence[RowMistake]) -> Staged:
        errors = json.dumps([each.model_dump(exclude_none=True) for each in wrong])
        kept = self._kept(row, number, text, None, outcome="refused")
        return kept._replace(code="invalid_row", detail=WRONG, errors=errors)

    def _kept(
        self, row: Row, number: int, text: bytes, wanted: Wanted | None, outcome: str | None = None
    ) -> Staged:
        name = f"?{number}" if wanted is None else wanted.stream.name
        kind = Kind(row.kind) if row.kind in _NAMES else Kind.CUSTOMER
        account = "" if wanted is None else wanted.stream.account.key
        return Staged(
            row=number,
            line=row.line,
            location=row.location,
            kind=row.kind,
            rank=kind.rank,
            account=account,
            turn="" if kind is Kind.CUSTOMER else account,
            identity=int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True),
            external_id=row.external_id or _external_id(text),
            body=text.decode(errors="replace").replace("\x00", "\ufffd"),
            outcome=outcome,
        )


def _external_id(text: bytes) -> str | None:
    try:
        sent = from_json(text) if text else None
    except ValueError:
        return None
    named = sent.get("external_id") if isinstance(sent, dict) else None
    return named[:200].replace("\x00", "\ufffd") if isinstance(named, str) else None
