"""One trial for each kind of worker a service has."""

from recoup_testing.faults.trial import Trial
from recoup_testing.faults.trials.corrections import Correcting
from recoup_testing.faults.trials.decisions import Deciding
from recoup_testing.faults.trials.effects import Performing
from recoup_testing.faults.trials.imports import Importing
from recoup_testing.faults.trials.projections import Projecting
from recoup_testing.faults.trials.rebuilds import Rebuilding
from recoup_testing.faults.trials.relay import Relaying
from recoup_testing.faults.trials.sending import Sending
from recoup_testing.faults.trials.subscriptions import Subscriptions
from recoup_testing.faults.trials.timers import Ticking

PERFORMING = Performing()
REBUILDING = Rebuilding()
IMPORTING = Importing()
SENDING = Sending()
TRIALS: tuple[Trial, ...] = (
    Deciding(),
    Relaying(),
    Subscriptions(),
    Ticking(),
    PERFORMING,
    Projecting(),
    REBUILDING,
    Correcting(),
    IMPORTING,
    SENDING,
)
