"""Categories in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from recoup_events.workflow_scheduler import Category, Points
from recoup_service.api.fields import Day, RequestBody, Text
from recoup_service.api.resource import MaybeDates, MaybeResource, Resource
from workflow_scheduler.categories.domain.category import Categorised, Override
from workflow_scheduler.categories.domain.weighing import Flip, Weighing
from workflow_scheduler.categories.domain.weights import ENOUGH, MARGIN, VERSION, WEIGHTS, Kind


class NewOverride(RequestBody):
    """Say yourself why the customer does not pay."""

    category: Category = Field(
        description="What holds from now on, whatever the evidence says; `undecided` keeps it from "
        "being categorised at all."
    )
    reason: Text = Field(
        description="Why; kept with the customer for whoever asks.",
        examples=["The buyer told us on the telephone that the delivery of May was wrong."],
    )
    until: Day | None = Field(
        default=None,
        description="The last day on which it holds, in the customer's calendar; left out, it holds "
        "until it is taken back.",
    )


class PointsShown(BaseModel):
    unorganized: int
    going_out_of_business: int
    angry: int

    @classmethod
    def of(cls, points: Points) -> "PointsShown":
        return cls(**dict(points))


class EvidenceShown(BaseModel):
    """One piece of evidence that counts now."""

    kind: Kind
    points: PointsShown = Field(description="What it is worth today.")
    reason: str = Field(description="Why this kind counts so much.")
    happened_on: date
    event_id: str = Field(description="The event that shows it.")
    event_type: str


class OverrideShown(BaseModel):
    category: Category
    reason: str
    until: date | None
    by: str

    @classmethod
    def of(cls, override: Override) -> "OverrideShown":
        return cls(**dict(override))


class FlipShown(BaseModel):
    """The least that would have to happen for another category to hold."""

    category: Category
    evidence: list[Kind] = Field(description="One more of each of these.")


class LapseShown(BaseModel):
    """What becomes of it if nothing more happens."""

    at: datetime
    category: Category


class CategoryShown(MaybeResource):
    """Why a customer does not pay, and what says so."""

    id: str = Field(description="Recoup's id of the customer.")
    category: Category = Field(description="What holds: a person's word, or else what is weighed.")
    override: OverrideShown | None = Field(description="What a person has said.")
    weighed: Category = Field(
        description="What the evidence says; `undecided` where it is too little or speaks for several."
    )
    scores: PointsShown
    enough: int = Field(description="Points that the first has to have.")
    margin: int = Field(description="By how much the first leads the second.")
    margin_needed: int = Field(description="By how much it has to lead.")
    evidence: list[EvidenceShown] = Field(description="The latest first.")
    would_change: list[FlipShown] = Field(
        description="The smallest further evidence that leads to each other category; none where "
        "three more pieces would not do."
    )
    lapses: LapseShown | None = Field(
        description="When evidence has expired so far that the weighed category changes by itself."
    )
    weights_version: str


class CategoryListed(Resource):
    """A customer with its category, in a list."""

    id: str = Field(description="Recoup's id of the customer.")
    category: Category
    overridden: bool
    scores: PointsShown = Field(description="When it came to be of this category.")
    since: datetime


class WeightShown(BaseModel):
    """How much a kind of evidence counts."""

    kind: Kind
    points: PointsShown
    days: int = Field(description="In full for so many days, half for as many again, then no more.")
    most: int = Field(description="Of a kind, so many count, the latest.")
    reason: str


class WeightsShown(BaseModel):
    """The table of weights."""

    version: str
    enough: int
    margin: int
    weights: list[WeightShown]


def shown(
    customer_id: str,
    state: Categorised,
    weighing: Weighing,
    flips: list[Flip],
    dates: MaybeDates,
) -> CategoryShown:
    lapses = None
    if weighing.next_change_at is not None and weighing.becomes is not None:
        lapses = LapseShown(at=weighing.next_change_at, category=weighing.becomes)
    return CategoryShown(
        **dates,
        id=customer_id,
        category=state.category,
        override=None if state.override is None else OverrideShown.of(state.override),
        weighed=weighing.category,
        scores=PointsShown.of(weighing.scores),
        enough=ENOUGH,
        margin=weighing.margin,
        margin_needed=MARGIN,
        evidence=[
            EvidenceShown(
                kind=Kind(each.kind),
                points=PointsShown.of(each.points),
                reason=WEIGHTS[Kind(each.kind)].reason,
                happened_on=each.happened_on,
                event_id=each.event_id,
                event_type=each.event_type,
            )
            for each in weighing.evidence
        ],
        would_change=[
            FlipShown(category=each.category, evidence=list(each.more)) for each in flips
        ],
        lapses=lapses,
        weights_version=VERSION,
    )


def weights_shown() -> WeightsShown:
    return WeightsShown(
        version=VERSION,
        enough=ENOUGH,
        margin=MARGIN,
        weights=[
            WeightShown(**{**dict(each), "points": PointsShown.of(each.points)})
            for each in WEIGHTS.values()
        ],
    )


def listed(row: Mapping[str, Any]) -> CategoryListed:
    names = ("unorganized", "going_out_of_business", "angry")
    return CategoryListed(**{**row, "scores": {name: row[name] for name in names}})
