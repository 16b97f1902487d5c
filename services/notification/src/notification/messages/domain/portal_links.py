"""The links of a message to its reader's own page, and to the one that asks how the message was."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from notification.messages.domain.events import MessageAsked
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import derived
from recoup_receivables.portal_link import LinkSigner, PortalLink

Linking = Callable[[Account, MessageAsked, datetime], Mapping[str, str]]
"""As a template knows them."""
NO_LINKS: Mapping[str, str] = {}


def no_links(_account: Account, _asked: MessageAsked, _now: datetime) -> Mapping[str, str]:
    """Where there is no portal."""
    return NO_LINKS


def portal_links(signer: LinkSigner | None, address: str | None, work_for: timedelta) -> Linking:
    """Each message has its own, from when it is written."""
    if signer is None or address is None:
        return no_links

    def link(account: Account, asked: MessageAsked, now: datetime) -> Mapping[str, str]:
        issued_at = now.replace(microsecond=0)
        signed = signer.sign(
            PortalLink(
                link_id=derived("lnk", account.tenant, asked.message_id),
                tenant=account.tenant,
                customer_id=asked.customer_id,
                creditor_id=asked.creditor_id,
                person_id=asked.person_id,
                issued_at=issued_at,
                expires_at=issued_at + work_for,
            )
        )
        if signed is None:
            return NO_LINKS
        page = f"{address}/l/{signed}"
        return {"portal_link": page, "answer_link": f"{page}?message={asked.message_id}"}

    return link
