"""A release: everything of a creditor that waits is chased from now on, one batch after another."""

from recoup_events.kernel.ids import CreditorId, TenantId, derived
from recoup_eventstore.batch_run import RunStarted, batch_runs


class ReleaseStarted(RunStarted, type="release.started.v1"):
    release_id: str
    creditor_id: CreditorId
    external_id: str


RELEASE = batch_runs("release", ReleaseStarted)


def release_id_of(tenant: TenantId, creditor_id: CreditorId, external_id: str) -> str:
    """Recoup's id of what the creditor's people call their release."""
    return derived("rel", tenant, creditor_id, external_id)
