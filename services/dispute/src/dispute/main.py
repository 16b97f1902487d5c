"""The dispute service, put together: the only file that sees all of it."""

from dispute.disputes.api.conversation import router as conversation
from dispute.disputes.api.evidence import evidence_of
from dispute.disputes.api.policy_routes import router as policy
from dispute.disputes.api.reasons import router as reasons
from dispute.disputes.api.report import router as report
from dispute.disputes.api.routes import router
from dispute.disputes.consumers import dispute_of, move_disputes, open_reported, open_requested
from dispute.disputes.domain.debtor import DEBTOR
from dispute.disputes.domain.decider import DISPUTE
from dispute.disputes.domain.dispute import REVIEW
from dispute.disputes.domain.invoice import INVOICE
from dispute.disputes.handlers import EvidenceStore
from dispute.disputes.projection import DISPUTES
from dispute.disputes.timers import demand_review
from dispute.settings import DisputeSettings
from recoup_events.invoice import InvoiceContinued
from recoup_events.workflow_scheduler import DisputeRequested, PlacementDisputeReported
from recoup_service.clock import SystemClock
from recoup_service.service import Service

DESCRIPTION = """What is contested: a part of one invoice, why, and how it ended.

What is contested is not chased; the rest of the invoice is. An open dispute should be decided within
the time of the dispute policy, 30 days at first; then it is overdue for review. What is upheld is credited on the invoice."""


def build(settings: DisputeSettings) -> Service:
    store = settings.file_store(SystemClock().now)
    evidence = None if store is None else EvidenceStore(store, settings.scanner())
    service = Service("dispute", settings, title="Recoup disputes", description=DESCRIPTION)
    service.maintains(INVOICE, DEBTOR)
    service.serves(router, conversation, evidence_of(evidence), reasons, report, policy)
    service.subscribes(InvoiceContinued, move_disputes)
    service.subscribes(DisputeRequested, open_requested)
    service.subscribes(PlacementDisputeReported, open_reported, dispute_of)
    service.handles_timer(DISPUTE, REVIEW, demand_review)
    service.projects(DISPUTES)
    return service
