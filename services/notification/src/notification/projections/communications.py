"""Both read models as one: a message and its refusals never disagree."""

from notification.projections import messages, refusals
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection

COMMUNICATIONS = Projection(
    tables_of("notification.store", "communications"), (*messages.CHANGES, *refusals.CHANGES)
)
