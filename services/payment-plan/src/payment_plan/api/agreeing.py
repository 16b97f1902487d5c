"""From a request to a plan: what it names is looked up in what has been heard."""

from payment_plan.api.requests import NewPlan
from payment_plan.domain.commands import AgreePlan
from payment_plan.domain.debtor import DEBTOR
from payment_plan.domain.errors import UnknownCustomer
from payment_plan.domain.plan import PLAN
from payment_plan.domain.receivable import RECEIVABLE
from recoup_events.envelope import Stream
from recoup_events.ids import PlanId
from recoup_events.payment_plan import Instalment
from recoup_events.slices import Slice
from recoup_eventstore.ports import DocumentKey
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.ask import Ask


async def agree(work: UnitOfWork, stream: Stream, body: NewPlan, ask: Ask) -> None:
    """Decide on the plan a request asks for."""
    slices = tuple(
        Slice(invoice_id=slice.invoice_in(ask.tenant), amount=slice.amount.money)
        for slice in body.slices
    )
    ids = [slice.invoice_id for slice in slices]
    await work.preload(documents=[DocumentKey(stream.account, RECEIVABLE.name, id) for id in ids])
    customer_id = body.customer_in(ask.tenant)
    debtor = await work.document(DEBTOR, stream.account, customer_id)
    if debtor.time_zone is None:
        raise UnknownCustomer(
            "no such customer has arrived here; check the id, and if the customer has just been "
            "registered, send this again in a few seconds",
            pointer=body.customer_pointer,
        )
    command = AgreePlan(
        plan_id=PlanId(stream.id),
        customer_id=customer_id,
        slices=slices,
        schedule=tuple(
            Instalment(due_on=promise.due_on, amount=promise.amount.money)
            for promise in body.schedule
        ),
        grace_days=body.grace_days,
        time_zone=debtor.time_zone,
        receivables={id: await work.document(RECEIVABLE, stream.account, id) for id in ids},
        at=ask.now,
    )
    await work.execute(PLAN, stream, command, ask.cause)
