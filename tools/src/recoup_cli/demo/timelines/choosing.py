"""Which customers are followed: for each category the clearest, and one who was placed with an agency."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, NamedTuple

from recoup_cli.demo.client import Client
from recoup_events.kernel.registry import decode
from recoup_events.workflow_scheduler import Category, CustomerCategorised, PlacementEvent

_PAGE: Final = 1_000
PLACED: Final = "placed with an agency"


class Followed(NamedTuple):
    """A customer, and for what."""

    customer_id: str
    name: str
    of: str


async def followed(client: Client) -> list[Followed]:
    """Those there are."""
    chosen = dict[str, str]()
    scores = dict[str, tuple[int, str]]()
    async for event in events(client, types="customer.categorised"):
        known = decode(event["type"], json.dumps(event["data"]))
        assert isinstance(known, CustomerCategorised), "nothing else was asked for"
        if known.category is not Category.UNDECIDED:
            score = (getattr(known.scores, known.category), known.customer_id)
            scores[known.category] = max(score, scores.get(known.category, (0, "")))
    for category in (Category.UNORGANIZED, Category.GOING_OUT_OF_BUSINESS, Category.ANGRY):
        if category in scores:
            chosen[category.replace("_", " ")] = scores[category][1]
    placed = Counter[str]()
    async for event in events(client, types="placement.*"):
        known = decode(event["type"], json.dumps(event["data"]))
        assert isinstance(known, PlacementEvent), "nothing else was asked for"
        placed[known.customer_id] += 1
    if placed:
        chosen[PLACED] = placed.most_common(1)[0][0]
    names = {each["id"]: each["name"] async for each in client.every("invoice", "/v1/customers")}
    return [Followed(id, names[id], of) for of, id in chosen.items()]


async def events(client: Client, **narrowed: str) -> AsyncIterator[Mapping[str, Any]]:
    """The feed from its beginning, as an ERP reads it."""
    after = dict[str, str]()
    while True:
        page = await client.get("webhook", "/v1/events", limit=_PAGE, **narrowed, **after)
        for event in page["data"]:
            yield event
        if not page["has_more"]:
            return
        after = {"after": page["next_cursor"]}
