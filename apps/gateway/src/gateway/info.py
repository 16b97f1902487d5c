"""What the one description says of itself."""

from recoup_service.api.openapi import CONTACT, CONVENTIONS, LICENSE

INFO = {
    "title": "Recoup",
    "version": "1",
    "summary": "Collects what customers owe, and keeps the customers.",
    "description": "Everything Recoup does over HTTP, at one address. What happens next is decided by the service "
    "whose part it is; what one has decided, the others know a moment later." + CONVENTIONS,
    "contact": CONTACT,
    "license": LICENSE,
}
