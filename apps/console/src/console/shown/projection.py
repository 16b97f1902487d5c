"""One read model: everything is read back once, and a rebuild shows all of it at once."""

from console.actions.projection import ACTIONS
from console.portfolio.projection import PORTFOLIO
from console.timeline.projection import TIMELINE
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection

SHOWN = Projection(
    tables_of("console.portfolio", "console.timeline", "console.actions", name="shown"),
    [*PORTFOLIO, *TIMELINE, *ACTIONS],
    resources=["action"],
)
