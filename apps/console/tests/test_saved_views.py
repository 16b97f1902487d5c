"""Saved views: of one person, kept under a name, and no way out of the console."""

import pytest
from httpx import AsyncClient

from console.saved_views.domain.saved_view import (
    MOST,
    VIEWS,
    DropView,
    SaveView,
    ViewDropped,
    ViewSaved,
    ViewsFull,
)
from recoup_testing.console_example import Visitor, form_token_of
from recoup_testing.scenario import Scenario

LATE = "/disputes?overdue=true"
SAVED = ViewSaved(name="Late", address=LATE)
views = Scenario(VIEWS)


def test_a_name_stands_for_an_address_until_it_is_dropped() -> None:
    views.given().when(SaveView(name="Late", address=LATE)).then(SAVED)
    views.given(SAVED).when(SaveView(name="Late", address=LATE)).then()
    views.given(SAVED).when(DropView(name="Late")).then(ViewDropped(name="Late"))
    views.given(SAVED, ViewDropped(name="Late")).when(DropView(name="Late")).then()


def test_there_are_so_many_at_most_and_a_name_may_still_be_given_anew() -> None:
    many = [ViewSaved(name=f"{n}", address="/") for n in range(MOST)]
    views.given(*many).when(SaveView(name="more", address="/")).then_refused(ViewsFull)
    other = SaveView(name="0", address=LATE)
    views.given(*many).when(other).then(ViewSaved(name="0", address=LATE))


@pytest.mark.servers
async def test_it_is_saved_without_where_one_stood_and_found_by_its_name(
    anna: AsyncClient, visitor: Visitor
) -> None:
    token = form_token_of((await anna.get("/")).text)
    at = f"{LATE}&cursor=abc&name=%3Cb%3E"
    form = {"form_token": token, "name": "<b>Late</b>", "at": at}
    part = await anna.post("/views", data=form)
    assert 'href="/disputes?overdue=true&amp;name=%3Cb%3E"' in part.text
    assert "&lt;b&gt;Late" in part.text
    hits = await anna.get("/search?q=late", headers={"HX-Request": "true"})
    assert "&lt;b&gt;Late" in hits.text
    async with visitor() as other:
        assert "Late" not in (await other.get("/views?at=/disputes")).text
    dropped = await anna.post("/views/drop", data=form)
    assert "&lt;b&gt;Late" not in dropped.text


@pytest.mark.servers
@pytest.mark.parametrize("at", ["//evil.example/x", "https://evil.example", "/\\evil.example"])
async def test_a_view_leads_to_no_other_site(at: str, anna: AsyncClient) -> None:
    token = form_token_of((await anna.get("/")).text)
    await anna.post("/views", data={"form_token": token, "name": "x", "at": at})
    assert "evil" not in (await anna.get("/search?q=x")).text
