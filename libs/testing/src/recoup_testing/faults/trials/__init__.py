"""One trial for each kind of worker a service has."""

from recoup_testing.faults.trial import Trial
from recoup_testing.faults.trials.correcting import Correcting
from recoup_testing.faults.trials.deciding import Deciding
from recoup_testing.faults.trials.listening import Listening
from recoup_testing.faults.trials.performing import Performing
from recoup_testing.faults.trials.projecting import Projecting
from recoup_testing.faults.trials.rebuilding import Rebuilding
from recoup_testing.faults.trials.relaying import Relaying
from recoup_testing.faults.trials.ticking import Ticking

PERFORMING = Performing()
REBUILDING = Rebuilding()
TRIALS: tuple[Trial, ...] = (
    Deciding(),
    Relaying(),
    Listening(),
    Ticking(),
    PERFORMING,
    Projecting(),
    REBUILDING,
    Correcting(),
)
