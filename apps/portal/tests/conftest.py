"""The portal before services that answer as we say, and a browser of somebody with a link."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from httpx import ASGITransport, AsyncClient, MockTransport

from portal.app import portal_app
from portal.ports import Ports
from portal.settings import PortalSettings
from recoup_events.invoice.portal_link import LinkPurpose
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId, TenantId, derived
from recoup_receivables.portal_link import LinkSigner, PortalLink
from recoup_service.observability.http_metrics import HttpMetrics
from recoup_testing.clock import TurnedClock
from recoup_testing.portal_example import CREDITOR, CUSTOMER, PERSON, Services

KEY = "a-key-of-the-portal-for-tests-alone"
LINK = derived("lnk", "test")
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
Follow = Callable[..., str]


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def link() -> Callable[..., str]:
    """The address of a link, as a mail has it."""

    def address(
        purpose: LinkPurpose = LinkPurpose.ACCOUNT,
        person: str | None = PERSON,
        key: str = KEY,
        link_id: str = LINK,
    ) -> str:
        signed = LinkSigner([key]).sign(
            PortalLink(
                link_id=link_id,
                tenant=TenantId("acme"),
                customer_id=CustomerId(CUSTOMER),
                creditor_id=CreditorId(CREDITOR),
                person_id=None if person is None else PersonId(person),
                purpose=purpose,
                issued_at=NOW,
                expires_at=NOW + timedelta(days=60),
            )
        )
        return f"/l/{signed}"

    return address


@pytest.fixture
async def browser(services: Services) -> AsyncIterator[AsyncClient]:
    settings = PortalSettings.model_validate(
        {
            "portal_keys": KEY,
            "http_port": 0,
            "admin_port": 0,
            "portal_secure": False,
            "portal_payment_pages": "http://payments",
        }
    )
    transport = MockTransport(services.answer)
    async with httpx.AsyncClient(base_url="http://gateway", transport=transport) as client:
        app = portal_app(Ports(settings, client, TurnedClock(NOW)), HttpMetrics())
        async with AsyncClient(
            transport=ASGITransport(app), base_url="http://portal", follow_redirects=True
        ) as browser:
            yield browser


@pytest.fixture
async def debtor(browser: AsyncClient, link: Callable[..., str]) -> AsyncClient:
    """Somebody who has followed the link of a mail."""
    assert (await browser.get(link())).status_code == 200
    return browser
