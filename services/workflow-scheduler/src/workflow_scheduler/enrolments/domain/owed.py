"""What is owed on each receivable, and what of it disputes and plans set aside."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.event import Event
from recoup_eventstore.decider import View
from recoup_receivables.owed import FOLLOWED, Owed, follow, receivables_of


def _evolve(owed: Owed, received: Envelope[Event]) -> Owed:
    return follow(owed, received.event)


OWED = View("owed", Owed(), receivables_of, _evolve, subscribes=FOLLOWED, own_id="receivable_id")
