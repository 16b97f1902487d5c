"""The permission of a call in JSON."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from recoup_events.notification import CallPermitted
from recoup_service.api.amounts import Amount


class ItemShown(BaseModel):
    invoice_id: str
    receivable_id: str = Field(description="The term of the invoice.")
    amount: Amount = Field(description="What may be asked for: what was chased at that moment.")


class CapShown(BaseModel):
    rule: str = Field(examples=["us1-call-cap"])
    limit: int
    days: int
    left: int = Field(description="How many more contacts it allows after this one.")


class RecordingShown(BaseModel):
    """Who has to agree before the call is recorded."""

    agreement: Literal["one_party", "all_parties"]
    place: str = Field(
        description="Whose law it is, ISO 3166: the stricter of the creditor's and the person's.",
        examples=["US-CA"],
    )
    citation: str = Field(examples=["Cal. Penal Code 632, 632.7"])
    say: str = Field(description="What to say first, if the call is to be recorded.")


class PermissionShown(BaseModel):
    until: datetime = Field(description="Dial by then, or ask for another call.")
    items: list[ItemShown]
    caps: list[CapShown]
    recording: RecordingShown | None
    rules_version: str = Field(description="Names exactly the set of rules it was judged by.")

    @classmethod
    def of(cls, permitted: CallPermitted) -> "PermissionShown":
        return cls(
            until=permitted.until,
            items=[
                ItemShown(
                    invoice_id=item.invoice_id,
                    receivable_id=item.receivable_id,
                    amount=Amount.of(item.amount),
                )
                for item in permitted.items
            ],
            caps=[CapShown(**dict(cap)) for cap in permitted.caps],
            recording=RecordingShown.model_validate(permitted.recording.model_dump())
            if permitted.recording
            else None,
            rules_version=permitted.rules_version,
        )
