"""A tenant's teams: which tasks each takes, and to which of its members each customer's go.

A member is found by the customer alone, so that a customer talks to one person; when members come or go, only
those customers move whose member went, or whom a new one takes (highest random weight).
"""

from collections.abc import Mapping, Sequence

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId, derived
from recoup_events.kernel.refusals import Missing, Refused
from recoup_events.workflow_scheduler import TaskKind
from recoup_eventstore.decider import Decider

MOST = 100
"""Teams of a tenant."""


class Team(Value):
    name: str
    members: tuple[str, ...]
    """The tenant's own ids of colleagues."""
    kinds: tuple[TaskKind, ...] = ()
    """The tasks it takes by itself; none takes none."""
    creditors: tuple[CreditorId, ...] = ()
    """Whose; none is all of them."""

    def takes(self, kind: TaskKind, creditor_id: CreditorId | None) -> bool:
        return kind in self.kinds and (not self.creditors or creditor_id in self.creditors)

    def member_for(self, customer_id: CustomerId) -> str | None:
        """Whose the customer is."""
        return max(self.members, key=lambda each: derived("share", each, customer_id), default=None)


class Teams(Value):
    by_code: Mapping[str, Team] = {}

    def taking(self, kind: TaskKind, creditor_id: CreditorId | None) -> str | None:
        """The code of the team that takes a task; of several, the first by code."""
        return next(
            (code for code, team in self.by_code.items() if team.takes(kind, creditor_id)), None
        )


class SetTeam(Command):
    """``None``: there is no such team any more."""

    code: str
    team: Team | None


class TeamSet(Event, type="team.set.v1"):
    """Tasks that are created from now on are shared out so."""

    code: str
    team: Team | None
    """``None``: there is none any more; its tasks stay with their owners."""


class TeamMissing(Missing):
    """There is no team of this code."""


class TooManyTeams(Refused):
    """A tenant has a limited number of teams."""

    code = "too_many_teams"


def decide(command: SetTeam, held: Teams) -> Sequence[TeamSet]:
    """Setting what is set already changes nothing."""
    if command.team is None and command.code not in held.by_code:
        raise TeamMissing("There is no team of this code; GET /v1/teams lists yours.")
    if command.team is not None and len(held.by_code.keys() | {command.code}) > MOST:
        raise TooManyTeams(f"A tenant has at most {MOST} teams; delete one first.")
    same = held.by_code.get(command.code) == command.team
    return [] if same else [TeamSet(code=command.code, team=command.team)]


def evolve(held: Teams, event: TeamSet) -> Teams:
    """Fold one event into the teams."""
    others = {code: each for code, each in held.by_code.items() if code != event.code}
    if event.team is not None:
        others[event.code] = event.team
    return Teams(by_code=dict(sorted(others.items())))


TEAMS = Decider("teams", Teams(), decide, evolve)


def teams_of(tenant: TenantId) -> Stream:
    """The one stream of a tenant's teams."""
    return TEAMS.stream(tenant, "teams", "default")
