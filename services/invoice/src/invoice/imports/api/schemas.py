"""Imports in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StrictBool, model_validator
from pydantic_core import from_json

from invoice.bank_statements.schemas import BankChoices
from invoice.einvoices.schemas import EInvoiceChoices
from invoice.imports.domain.formats import FORMATS
from invoice.imports.domain.job import CHUNK_BYTES, Counts, Import, ImportCreated, ImportState
from invoice.imports.domain.mapping import DateForm
from invoice.imports.domain.rows import Kind
from recoup_events.invoice import Chase
from recoup_service.api.fields import Day, Name, RequestBody
from recoup_service.api.resource import Dates, Resource, dates_in

FieldPath = Annotated[str, Field(pattern=r"^[a-z_]+(\.([a-z_]+|0))*$", max_length=100)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_FILE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class NewImport(RequestBody):
    """Announces a file, and says what to do with it.

    A csv needs a kind and a mapping. Send `chase_from` with `chase: from`, and with nothing else. Open items are
    compared and never booked; leave `dry_run` out.
    """

    file_name: Name = Field(description="For you to know it by.", examples=["invoices.ndjson"])
    format: Name = Field(
        description="`ndjson`: a body of the API on each line; `csv`: a table; `ubl`, `cii`, `facturx`: an "
        "e-invoice; `camt.053`, `camt.054`, `mt940`, `bai2`, `bank-csv`: statements of a bank.",
        examples=["ndjson"],
        json_schema_extra={"enum": list(FORMATS)},
    )
    kind: Kind | None = Field(
        default=None,
        description="What every row is. Left out, each line of NDJSON says its `type`.",
    )
    size: int = Field(gt=0, strict=True, description="Bytes in the file.", examples=[48211])
    sha256: Sha256 = Field(description="Of the whole file, in hexadecimal.", examples=[_FILE])
    creditor: Name | None = Field(
        default=None, description="Your code of the creditor of rows that name none."
    )
    mapping: Name | None = Field(
        default=None,
        description="Of a CSV: `xero`, `quickbooks`, `netsuite`, `sage_intacct`, `sap`, or one of "
        "`/v1/import-mappings`.",
        examples=["xero"],
    )
    constants: Annotated[dict[FieldPath, Name], Field(max_length=50)] = Field(
        default={},
        description="Of a CSV: fields of the API that are the same in every row.",
        examples=[{"time_zone": "Europe/Berlin"}],
    )
    delimiter: Literal[",", ";", "\t", "|"] | None = Field(
        default=None, description="Of a CSV; a comma, unless the mapping says another."
    )
    decimal: Literal[".", ","] | None = Field(
        default=None,
        description="Of a CSV: the decimal mark. Left out, a number that can be read in two ways is refused.",
    )
    dates: DateForm | None = Field(
        default=None,
        description="Of a CSV: how it writes dates. Left out, `YYYY-MM-DD` alone is read.",
    )
    einvoices: EInvoiceChoices | None = Field(
        default=None, description="Of `ubl`, `cii` and `facturx`: what they leave open."
    )
    bank: BankChoices | None = Field(
        default=None, description="Of statements of a bank: what they leave open."
    )
    chase: Chase | None = Field(
        default=None,
        description="Of invoices that do not say so: `on_release` or `never` for opening balances and history.",
    )
    chase_from: Day | None = Field(
        default=None, description="With `from`: the first day of chasing."
    )
    dry_run: StrictBool = Field(
        default=False, description="Decide every row, tell what would come of it, and book nothing."
    )
    all_or_nothing: StrictBool = Field(
        default=False,
        description="Check every row before the first is booked; if one is wrong, book none.",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.format == "csv" and (self.kind is None or self.mapping is None):
            raise ValueError("a csv needs a kind and a mapping")
        if (self.chase is Chase.FROM) != (self.chase_from is not None):
            raise ValueError("send chase_from with chase: from, and with nothing else")
        if self.kind is Kind.OPEN_ITEM and (self.dry_run or self.all_or_nothing):
            raise ValueError("open items are compared and never booked; leave dry_run out")
        return self


class CountsShown(BaseModel):
    """How many rows, and what became of them."""

    rows: int = Field(description="Read so far; all of them, once it does not read any more.")
    created: int
    changed: int
    unchanged: int = Field(description="They were there, as sent.")
    refused: int
    skipped: int = Field(description="Rows that the mapping leaves out.")
    differs: int = Field(
        description="Open items of which Recoup says another balance, and invoices that are open "
        "here and not in the file."
    )


class ImportShown(Resource):
    id: str = Field(examples=["imp_30c9"])
    file_name: str
    format: str
    kind: str | None
    state: ImportState = Field(
        description="`receiving` chunks, `reading`, `checking` and `applying` rows, then `completed`, "
        "`refused` as a whole, or `cancelled`; `failed` through a mistake of the software, until it is resumed or "
        "cancelled."
    )
    reason: str | None = Field(
        description="Why it was refused or cancelled, or has failed, and what to do."
    )
    dry_run: bool
    all_or_nothing: bool
    size: int
    sha256: str
    chunk_bytes: int = Field(description="Of every chunk but the last, which holds the rest.")
    chunks: int = Field(description="How many there are, numbered from 0.")
    bytes_read: int = Field(description="How far reading has come.")
    counts: CountsShown
    started_at: datetime | None
    ended_at: datetime | None


class MissingShown(BaseModel):
    """What is still to be sent."""

    missing: int = Field(description="How many chunks are not here yet.")
    numbers: list[int] = Field(description="The first thousand of them.")


class RowShown(BaseModel):
    """A line of the outcome."""

    row: int = Field(description="From 1, in the order of the file.")
    line: int | None
    location: str | None = Field(description="Where it is in a file without lines.")
    kind: str
    external_id: str | None
    id: str | None = Field(description="Recoup's id of it.")
    outcome: str = Field(
        description="`created`, `changed`, `unchanged`, `refused`, `skipped`, `differs`, or `waiting`; in a dry "
        "run what would have been."
    )
    code: str | None = Field(description="Why it was refused: branch on this.")
    detail: str | None = Field(description="What to do about it.")
    errors: list[dict[str, str]] | None = Field(
        description="Every mistake, with the column or the JSON Pointer it is about."
    )


def chunks_of(size: int) -> int:
    return -(-size // CHUNK_BYTES)


def shown(job: Import, dates: Dates) -> ImportShown:
    assert job.created is not None, "an import that can be found was created"
    return _shown(job.created, job, dates)


def _shown(created: ImportCreated, job: Import, dates: Dates) -> ImportShown:
    read = job.state not in (ImportState.RECEIVING, ImportState.READING)
    return ImportShown(
        **dates,
        id=created.import_id,
        file_name=created.file_name,
        format=created.wishes.format,
        kind=created.wishes.kind,
        state=job.state,
        reason=job.reason,
        dry_run=created.wishes.dry_run,
        all_or_nothing=created.wishes.all_or_nothing,
        size=created.size,
        sha256=created.sha256,
        chunk_bytes=CHUNK_BYTES,
        chunks=chunks_of(created.size),
        bytes_read=created.size if read and job.counts.rows else job.place.offset,
        counts=CountsShown(**dict(job.counts)),
        started_at=job.started_at,
        ended_at=job.ended_at,
    )


def listed(row: Mapping[str, Any]) -> ImportShown:
    """A row of the list."""
    created = ImportCreated.model_validate_json(row["created"])
    job = Import(
        created=created,
        state=row["state"],
        counts=Counts(**from_json(row["counts"])),
        reason=row["reason"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
    )
    return _shown(created, job, dates_in(row))


def outcome(row: Mapping[str, Any]) -> RowShown:
    """A line of the outcome file."""
    return RowShown(
        row=row["row"],
        line=row["line"],
        location=row["location"],
        kind=row["kind"],
        external_id=row["external_id"],
        id=row["resource_id"],
        outcome=row["outcome"] or "waiting",
        code=row["code"],
        detail=row["detail"],
        errors=None if row["errors"] is None else from_json(row["errors"]),
    )
