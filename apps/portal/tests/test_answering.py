"""Whether a message was clear and helpful: its reader says so by its own link, and changes it for a day."""

from collections.abc import Callable

import pytest
from httpx import AsyncClient

from recoup_events.invoice.portal_link import LinkPurpose
from recoup_events.kernel.ids import TenantId, derived
from recoup_testing.portal_example import Services, send

MESSAGE = "msg_1b7e"
PATH = f"/v1/messages/{MESSAGE}/satisfaction"


@pytest.fixture
async def reader(browser: AsyncClient, link: Callable[..., str]) -> AsyncClient:
    """Somebody who has clicked "no" at the end of a mail."""
    own = derived("lnk", TenantId("acme"), MESSAGE)
    address = link(link_id=own, purpose=LinkPurpose.PREFERENCES)
    page = await browser.get(f"{address}?message={MESSAGE}&answer=unsatisfied")
    assert 'value="unsatisfied" required checked' in page.text
    return browser


async def test_following_the_link_of_a_mail_records_nothing(
    reader: AsyncClient, services: Services
) -> None:
    assert services.sent("POST", PATH) == []


async def test_the_answer_is_recorded_and_may_be_changed(
    reader: AsyncClient, services: Services
) -> None:
    services.says(PATH, {}, 200, "POST")
    form = {"message": MESSAGE, "answer": "unsatisfied", "words": "Which\norder is it?"}
    page = await send(reader, "/satisfaction", form)
    assert f'href="/satisfaction?message={MESSAGE}"' in page
    assert services.sent("POST", PATH) == [{"satisfied": False, "words": "Which order is it?"}]


async def test_an_answer_that_stands_is_told(reader: AsyncClient, services: Services) -> None:
    services.says(PATH, {"code": "satisfaction_refused"}, 409, "POST")
    form = {"message": MESSAGE, "answer": "satisfied", "words": ""}
    assert "more than a day ago" in await send(reader, "/satisfaction", form)


async def test_nothing_is_chosen_for_anybody(reader: AsyncClient, services: Services) -> None:
    assert "Please choose one." in await send(reader, "/satisfaction", {"message": MESSAGE})
    assert services.sent("POST", PATH) == []


async def test_no_link_answers_for_another_message(debtor: AsyncClient, services: Services) -> None:
    assert (await debtor.get(f"/satisfaction?message={MESSAGE}")).status_code == 404
    await send(debtor, "/satisfaction", {"message": MESSAGE, "answer": "satisfied"})
    assert services.sent("POST", PATH) == []
