"""A sweep: every small balance of a creditor that is long overdue is written off, batch by batch."""

from datetime import datetime

from recoup_events.invoice.approval import SmallBalances
from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_events.kernel.refusals import Refused
from recoup_eventstore.batch_run import RunStarted, batch_runs


class SweepRefused(Refused):
    """It would write off more of an invoice than one person may."""

    code = "sweep_refused"


class SweepStarted(RunStarted, type="sweep.started.v1"):
    sweep_id: str
    wanted: SmallBalances


SWEEP = batch_runs("sweep", SweepStarted)


def bounds(wanted: SmallBalances, at: datetime) -> tuple[str, str, int, datetime, int]:
    """As the list of small balances takes them."""
    up_to = wanted.up_to
    return (wanted.creditor_id, up_to.currency, up_to.minor_units, at, wanted.overdue_days)


def sweep_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's people call their sweep."""
    return derived("swp", tenant, creditor_id, external_id)
