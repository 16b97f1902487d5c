"""Fields that several features share: places, languages, addresses, bank accounts, books."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Annotated

import pycountry
from pydantic import AfterValidator, Field, StringConstraints
from stdnum import bic, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError
from stdnum.us import rtn

from recoup_events.kernel.addresses import (
    E164,
    LONGEST_EMAIL,
    email_address,
    phone_number,
    senders_email_address,
)
from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.percent import Percent
from recoup_events.kernel.postal_address import PostalAddress
from recoup_receivables.calendar import known_zone
from recoup_receivables.plausible_days import Bounds
from recoup_service.api.fields import ISO_4217, Name, RequestBody


@cache
def _countries() -> frozenset[str]:
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in table.splitlines() if not line.startswith("#"))


@cache
def _subdivisions() -> frozenset[str]:
    return frozenset(each.code for each in pycountry.subdivisions)


def _country(code: str) -> str:
    if code not in _countries():
        raise ValueError(f"{code!r} is not an ISO 3166-1 alpha-2 code; send e.g. DE or US")
    return code


def _time_zone(name: str) -> str:
    if known_zone(name) is None:
        raise ValueError(f"{name!r} is not an IANA time zone; send e.g. Europe/Berlin")
    return name


def _subdivision(code: str) -> str:
    if code not in _subdivisions():
        raise ValueError(f"{code!r} is not an ISO 3166-2 code; send e.g. US-CA or DE-BY")
    return code


def _currency(code: str) -> str:
    if code not in EXPONENTS:
        raise ValueError(f"{code!r} is not an ISO 4217 code; send e.g. EUR or USD")
    return code


def _vat_id(text: str) -> str:
    """By the rule of its country where that is in the Union; others have their code before it."""
    written = "".join(text.split()).upper()
    country = written[:2]
    of_union = country == "EL" or country.lower() in vat.MEMBER_STATES
    if vat.is_valid(written) if of_union else country in _countries():
        return written
    raise ValueError("this is no VAT id; send it with the code of its country, e.g. DE136695976")


def _by(validate: Callable[[str], str], complaint: str) -> AfterValidator:
    """With its check digits right, and without the spaces people write."""

    def checked(text: str) -> str:
        try:
            return str(validate(text))
        except ValidationError:
            raise ValueError(complaint) from None

    return AfterValidator(checked)


Country = Annotated[
    str,
    AfterValidator(_country),
    Field(
        description="ISO 3166-1 alpha-2 code.",
        examples=["DE"],
        json_schema_extra={"pattern": "^[A-Z]{2}$", "format": "iso-3166-1"},
    ),
]
TimeZone = Annotated[
    str,
    AfterValidator(_time_zone),
    Field(
        description="IANA name. The customer's own: it decides when an invoice is overdue and when "
        "contact is lawful.",
        examples=["Europe/Berlin"],
        json_schema_extra={"pattern": "^[A-Za-z0-9_+/-]+$", "format": "time-zone"},
    ),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35),
    Field(description="BCP 47 tag.", examples=["de"]),
]
Email = Annotated[
    str,
    AfterValidator(lambda text: email_address(text).text),
    Field(
        description="One address, `name@domain`, of at most 254 bytes. Both parts may be "
        "international; the name before the @ is of letters, digits and !#$%&'*+-/=?^_`{|}~, with "
        "single dots between them, and with letters beyond ASCII it can be written to where the mail "
        "relay offers SMTPUTF8. No display name, quotes, comments, spaces or IP address. The domain "
        "is kept in lower case.",
        examples=["ap@customer.example"],
        json_schema_extra={"format": "email", "maxLength": LONGEST_EMAIL},
    ),
]
SendersEmail = Annotated[
    str,
    AfterValidator(lambda text: senders_email_address(text).text),
    Field(
        description="One address, `name@domain`, of at most 254 characters. The domain may be "
        "international; the name before the @ is of ASCII letters, digits and "
        "!#$%&'*+-/=?^_`{|}~, with single dots between them, because it stands in every mail.",
        examples=["receivables@bolts.example"],
        json_schema_extra={"format": "email", "maxLength": LONGEST_EMAIL},
    ),
]
Phone = Annotated[
    str,
    AfterValidator(phone_number),
    Field(
        description="E.164: + and the country code, then digits only.",
        examples=["+4930901820"],
        json_schema_extra={"pattern": E164, "format": "e164"},
    ),
]
CurrencyCode = Annotated[
    str,
    AfterValidator(_currency),
    Field(
        description="ISO 4217 code.",
        examples=["EUR"],
        json_schema_extra=ISO_4217,
    ),
]
Iban = Annotated[
    str,
    _by(iban.validate, "this is no IBAN, its check digits do not fit; compare it again"),
    Field(
        description="With its check digits; spaces do no harm.",
        examples=["DE89370400440532013000"],
        json_schema_extra={"pattern": "^[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{8,38}$", "format": "iban"},
    ),
]
Bic = Annotated[
    str,
    _by(bic.validate, "this is no BIC; send 8 or 11 letters and digits"),
    Field(
        examples=["COBADEFFXXX"],
        json_schema_extra={
            "pattern": "^[A-Za-z]{6}[A-Za-z0-9]{2}([A-Za-z0-9]{3})?$",
            "format": "bic",
        },
    ),
]
VatId = Annotated[
    str,
    AfterValidator(_vat_id),
    Field(
        description="With the code of its country; spaces do no harm. Those of the European Union "
        "are checked by their check digits.",
        examples=["DE136695976"],
        max_length=30,
        json_schema_extra={"pattern": "^[A-Za-z]{2}[A-Za-z0-9 +*.-]{2,28}$"},
    ),
]
RoutingNumber = Annotated[
    str,
    _by(rtn.validate, "this is no ABA routing number; compare its nine digits again"),
    Field(
        description="ABA.",
        examples=["111000025"],
        json_schema_extra={"pattern": "^[0-9]{9}$", "format": "aba-routing-number"},
    ),
]
Subdivision = Annotated[
    str,
    AfterValidator(_subdivision),
    Field(
        description="ISO 3166-2 code of a state or province in the country. Some of them have "
        "laws of their own about contact; unknown, the strictest of the country apply.",
        examples=["US-CA"],
        json_schema_extra={"pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$", "format": "iso-3166-2"},
    ),
]


Rate = Annotated[Percent, Field(description="Per cent, with up to four decimals.")]
DOCUMENT_DATES = Bounds(back=15, ahead=1)
"""Of invoices and credit notes; what is older is no debt that anybody chases."""
VALUE_DATES = Bounds(back=10, ahead=1)
"""Of money: a little ahead where a bank has announced it."""
TERMS_OF_PEOPLE = Bounds(back=50, ahead=10)
"""Of agreements and of conditions of customers."""


class PostalAddressBody(RequestBody):
    """Where post arrives, as it is written on an envelope there."""

    lines: Annotated[tuple[Name, ...], Field(min_length=1, max_length=6)] = Field(
        description="Street and house, post box, building; what stands above the town.",
        examples=[["Hafenstraße 1"]],
    )
    postal_code: Name | None = Field(default=None, examples=["20457"])
    city: Name = Field(examples=["Hamburg"])
    subdivision: Subdivision | None = None
    country: Country

    def address(self) -> PostalAddress:
        return PostalAddress.model_validate(self, from_attributes=True)
