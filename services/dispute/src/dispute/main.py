"""The dispute service, put together: the only file that sees all of it."""

from dispute.disputes.api.routes import router
from dispute.disputes.consumers import move_disputes
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import REVIEW
from dispute.disputes.domain.invoice import INVOICE
from dispute.disputes.projection import DISPUTES
from dispute.disputes.timers import demand_review
from recoup_events.invoice import InvoiceContinued
from recoup_service.service import Service
from recoup_service.settings import Settings

DESCRIPTION = """What is contested: a part of one invoice, why, and how it ended.

What is contested is not chased; the rest of the invoice is. An open dispute should be decided within
30 days, then it is overdue for review. What is upheld is credited on the invoice."""


def build(settings: Settings) -> Service:
    service = Service("dispute", settings, title="Recoup disputes", description=DESCRIPTION)
    service.maintains(INVOICE)
    service.serves(router)
    service.subscribes(InvoiceContinued, move_disputes)
    service.handles_timer(DISPUTE, REVIEW, demand_review)
    service.projects(DISPUTES)
    return service
