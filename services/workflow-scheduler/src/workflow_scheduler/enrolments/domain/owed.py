"""What is owed on each invoice, and what of it disputes and plans set aside."""

from recoup_events.base import Fact
from recoup_events.envelope import Envelope
from recoup_eventstore.decider import View
from recoup_receivables.owed import FOLLOWED, Owed, follow, invoices_of


def _evolve(owed: Owed, heard: Envelope[Fact]) -> Owed:
    return follow(owed, heard.fact)


OWED = View("owed", Owed(), invoices_of, _evolve, hears=FOLLOWED)
