"""Who is let in, for how long, and whose forms are believed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from httpx import AsyncClient

from recoup_events.kernel.ids import AgencyId
from recoup_service.api.keys import MemoryKeyRing
from recoup_testing.clock import TurnedClock
from recoup_testing.console_example import Apis, Visitor, only_key

pytestmark = pytest.mark.servers


async def test_a_stranger_signs_in_first_and_comes_back(
    anna: AsyncClient, outside: TurnedClock
) -> None:
    anna.cookies.clear()
    answer = await anna.get("/customers?show=all")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/sign-in?next=/customers%3Fshow%3Dall",
    )


async def test_a_session_that_is_over_says_so(anna: AsyncClient, outside: TurnedClock) -> None:
    outside.turn(timedelta(hours=2))
    page = await anna.get("/customers")
    assert page.status_code == 401
    assert "Your session has ended" in page.text


async def test_whoever_does_something_stays_signed_in(
    anna: AsyncClient, outside: TurnedClock
) -> None:
    for _ in range(5):
        outside.turn(timedelta(minutes=50))
        assert (await anna.get("/customers")).status_code == 200


async def test_a_revoked_key_ends_its_session_at_once(
    anna: AsyncClient, keys: MemoryKeyRing
) -> None:
    key = only_key(keys)
    keys.keys[key.id] = replace(key, revoked_at=key.created_at)
    page = await anna.get("/")
    assert page.status_code == 401
    assert "revoked" in page.text


@pytest.mark.parametrize("token", ["", "0" * 64])
async def test_a_form_of_somebody_elses_does_nothing(
    token: str, anna: AsyncClient, apis: Apis
) -> None:
    answer = await anna.post("/worklist/tsk_1/disposition", data={"form_token": token})
    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    assert not apis.asked


async def test_nobody_is_signed_in_by_another_site(anna: AsyncClient) -> None:
    answer = await anna.post(
        "/sign-in", data={"key": "rk_x"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example"])
async def test_signing_in_leads_to_no_other_site(onward: str, anna: AsyncClient) -> None:
    page = await anna.get("/sign-in", params={"next": onward})
    assert 'name="next" value="/"' in page.text


async def test_a_wrong_key_is_told_what_a_right_one_looks_like(anna: AsyncClient) -> None:
    answer = await anna.post("/sign-in", data={"key": "hunter2"})
    assert answer.status_code == 401
    assert "rk_&lt;env&gt;_&lt;id&gt;_&lt;secret&gt;" in answer.text


async def test_pages_are_for_those_who_may_read_events(
    anna: AsyncClient, keys: MemoryKeyRing
) -> None:
    key = only_key(keys)
    keys.keys[key.id] = replace(key, scopes=frozenset({"invoices:read"}))
    page = await anna.get("/customers")
    assert page.status_code == 401
    assert "events:read" in page.text


async def test_a_key_of_an_agency_opens_no_page(anna: AsyncClient, keys: MemoryKeyRing) -> None:
    key = only_key(keys)
    keys.keys[key.id] = replace(key, agency_id=AgencyId("agn_1"))
    assert (await anna.get("/customers")).status_code == 401


async def test_who_did_what_is_for_those_who_may_know(visitor: Visitor) -> None:
    async with visitor(scopes=["events:read"]) as viewer:
        page = await viewer.get("/actions")
        assert page.status_code == 403
        assert "actions:read" in page.text
