"""All that links to the portal serve."""

from collections.abc import Sequence

from fastapi import APIRouter

from invoice.portal_links.api.issuing import issuing_links
from invoice.portal_links.api.routes import router
from invoice.portal_links.api.visiting import visiting
from invoice.settings import InvoiceSettings
from recoup_receivables.portal_link import link_signer


def portal_links(settings: InvoiceSettings) -> Sequence[APIRouter]:
    signer = link_signer(settings.keys_of_portal)
    return issuing_links(signer, settings.address_of_portal), visiting(signer), router
