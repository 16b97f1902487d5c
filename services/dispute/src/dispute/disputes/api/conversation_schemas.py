"""What was said in a dispute, and the period in which a consumer contested, in JSON."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from dispute.disputes.domain.dispute import Entry
from recoup_events.dispute import Speaker, ValidationPeriod
from recoup_service.api.fields import Day, RequestBody


class ValidationSent(BaseModel):
    """When the writing came, and how long it could."""

    model_config = RequestBody.model_config
    received_on: Day = Field(
        description="The day on which the writing came.", examples=["2026-03-02"]
    )
    ends_on: Day = Field(
        description="The last day of the validation period, as your validation notice says it.",
        examples=["2026-03-16"],
    )

    @property
    def period(self) -> ValidationPeriod:
        return ValidationPeriod(received_on=self.received_on, ends_on=self.ends_on)


class ValidationShown(BaseModel):
    received_on: date
    ends_on: date

    @classmethod
    def of(cls, period: ValidationPeriod | None) -> Self | None:
        return None if period is None else cls(**dict(period))


class EntryShown(BaseModel):
    id: str
    speaker: Speaker
    words: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(id=entry.entry_id, speaker=entry.speaker, words=entry.words)
