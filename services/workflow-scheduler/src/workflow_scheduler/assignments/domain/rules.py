"""The collection policy of a tenant in one document: its words, and the rules that follow from it."""

from collections.abc import Sequence

from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import WorkflowId
from workflow_scheduler.assignments.domain.conditions import Conditions
from workflow_scheduler.assignments.domain.entry import Entry
from workflow_scheduler.assignments.domain.errors import RulesUnusable


class Rule(Value):
    """Invoices that meet the conditions are put on the workflow, unless an earlier rule has them."""

    name: str
    workflow_id: WorkflowId
    conditions: Conditions = Conditions()


class RulesDocument(Value):
    """What a tenant has written down; without rules the default workflow is for all."""

    policy: str = ""
    """The collection policy in words, for people."""
    rules: tuple[Rule, ...] = ()
    entry: Entry = Entry()
    exception_days: int = 0
    """An exception for longer takes a second person; 0: each does."""

    @property
    def workflows(self) -> Sequence[WorkflowId]:
        """By the place of the rule that names each."""
        return [rule.workflow_id for rule in self.rules]


def check(document: RulesDocument) -> None:
    """Raise ``RulesUnusable`` at the first rule that has a name twice or that nothing reaches."""
    for place, rule in enumerate(document.rules):
        before = document.rules[:place]
        for earlier_place, earlier in enumerate(before):
            if earlier.name == rule.name:
                raise RulesUnusable(
                    f"Two rules are called {rule.name!r}; an explanation names a rule, so give "
                    "each a name of its own.",
                    pointer=f"/rules/{place}/name",
                )
            if earlier.conditions.covers(rule.conditions):
                raise RulesUnusable(
                    f"No invoice ever comes to rule {rule.name!r}: whatever meets it meets "
                    f"{earlier.name!r} (rule {earlier_place + 1}) first. Put it before that one, "
                    "or leave it out.",
                    pointer=f"/rules/{place}",
                )
