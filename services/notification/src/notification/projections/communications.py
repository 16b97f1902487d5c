"""Both read models as one: a message and its refusals never disagree."""

from notification.projections import messages, refusals
from recoup_eventstore.projections import Projection

COMMUNICATIONS = Projection("communications", 1, (*messages.CHANGES, *refusals.CHANGES))
