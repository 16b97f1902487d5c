"""Places, languages and times of the world, as requests name them."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from invoice.customers.api import known
from recoup_events.kernel.postal_address import PostalAddress
from recoup_service.api.fields import Name, RequestBody

Country = Annotated[
    str,
    AfterValidator(known.country),
    Field(
        description="ISO 3166-1 alpha-2 code.",
        examples=["DE"],
        json_schema_extra={"pattern": "^[A-Z]{2}$"},
    ),
]
Subdivision = Annotated[
    str,
    AfterValidator(known.subdivision),
    Field(
        description="ISO 3166-2 code of a state or province in the country. Some of them have "
        "laws of their own about contact; unknown, the strictest of the country apply.",
        examples=["US-CA"],
        json_schema_extra={"pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$"},
    ),
]
TimeZone = Annotated[
    str,
    AfterValidator(known.time_zone),
    Field(
        description="IANA name. The customer's own: it decides when an invoice is overdue and when "
        "contact is lawful.",
        examples=["Europe/Berlin"],
        json_schema_extra={"pattern": "^[A-Za-z0-9_+/-]+$"},
    ),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35),
    Field(description="BCP 47 tag.", examples=["de"]),
]


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
