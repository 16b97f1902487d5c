"""Whose a task is: the first team that takes its kind gives it to the member whose the customer is."""

from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.kernel.ids import CustomerId
from recoup_events.workflow_scheduler import TaskCreated
from recoup_eventstore.work import UnitOfWork
from workflow_scheduler.tasks.domain.commands import AssignTask
from workflow_scheduler.tasks.domain.errors import UnknownTeam
from workflow_scheduler.tasks.domain.task import TASK
from workflow_scheduler.teams.domain.teams import TEAMS, teams_of


async def share_out(work: UnitOfWork, created: Envelope[TaskCreated], cause: Cause) -> None:
    """The teams are read without their lock: what is set meanwhile counts from the next task on."""
    teams = await work.state(TEAMS, teams_of(created.tenant))
    code = teams.taking(created.event.kind, created.event.creditor_id)
    if code is not None:
        owner = teams.by_code[code].member_for(created.event.customer_id)
        command = AssignTask(owner=owner, team=code, by_rule=True)
        await work.execute(TASK, created.stream, command, cause)


async def assign(
    work: UnitOfWork, stream: Stream, owner: str | None, team: str | None, cause: Cause
) -> None:
    """To somebody; with a team alone, to the member of it whose the customer is."""
    teams = await work.state(TEAMS, teams_of(stream.account.tenant))
    if team is not None and team not in teams.by_code:
        raise UnknownTeam("There is no such team; GET /v1/teams lists yours.", pointer="/team")
    shared = owner is None and team is not None
    if shared and team is not None:
        owner = teams.by_code[team].member_for(CustomerId(stream.account.key))
    command = AssignTask(owner=owner, team=team, by_rule=shared)
    await work.execute(TASK, stream, command, cause)
