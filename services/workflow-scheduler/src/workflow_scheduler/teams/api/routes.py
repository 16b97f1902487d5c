"""Teams: set one, look at them, delete one."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.workflow_scheduler import TaskKind
from recoup_eventstore.pending_changes import Folded
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.request_context import RequestContext, needs
from workflow_scheduler.teams.domain.teams import (
    TEAMS,
    SetTeam,
    Team,
    TeamMissing,
    Teams,
    teams_of,
)

router = APIRouter(prefix="/v1/teams", tags=["Teams"])
Reader = Annotated[RequestContext, needs("tasks:read")]
Writer = Annotated[RequestContext, needs("tasks:write")]
Code = Annotated[
    str,
    Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="Your code of the team."),
]


class TeamBody(RequestBody):
    """Who shares out which tasks."""

    name: Name = Field(examples=["Germany, Austria, Switzerland"])
    members: list[Name] = Field(
        max_length=200,
        description="Your own ids of colleagues. Each customer's tasks go to one of them.",
        examples=[["m.weber", "j.roth"]],
    )
    kinds: list[TaskKind] = Field(
        default=[],
        max_length=20,
        description="The tasks it takes by itself as they are created; of several teams, the first "
        "by code takes a task.",
        examples=[["call", "reply"]],
    )
    creditors: list[Name] = Field(
        default=[],
        max_length=100,
        description="Your codes of the creditors whose tasks it takes; none is all.",
    )

    def team(self, tenant: TenantId) -> Team:
        return Team(
            name=self.name,
            members=tuple(dict.fromkeys(self.members)),
            kinds=tuple(dict.fromkeys(self.kinds)),
            creditors=tuple(creditor_id_of(tenant, code) for code in self.creditors),
        )


class TeamShown(BaseModel):
    code: str
    name: str
    members: list[str]
    kinds: list[TaskKind]
    creditor_ids: list[str]


class TeamList(BaseModel):
    data: list[TeamShown]


@router.get("", response_model=TeamList, summary="List teams")
async def list_teams(context: Reader) -> Response:
    """All of them, by code; one version for all is the `ETag`."""
    async with context.work() as work:
        held = await work.load(TEAMS, teams_of(context.tenant))
    teams: Teams = held.state
    body = TeamList(data=[_team(code, team) for code, team in teams.by_code.items()])
    return Answer(200, body, held.version).response()


@router.get("/{code}", response_model=TeamShown, summary="Read a team")
async def read_team(code: Code, context: Reader) -> Response:
    async with context.work() as work:
        return _shown(await work.load(TEAMS, teams_of(context.tenant)), code).response()


@router.put("/{code}", response_model=TeamShown, summary="Set a team")
async def put_team(code: Code, body: TeamBody, context: Writer) -> Response:
    """Tasks that are created from now on are shared out so; others stay with their owners.

    `If-Match` is the `ETag` of `GET /v1/teams`: all of a tenant's have one version.
    """
    return await _decided(context, SetTeam(code=code, team=body.team(context.tenant)))


@router.delete("/{code}", response_model=TeamList, summary="Delete a team")
async def delete_team(code: Code, context: Writer) -> Response:
    """Its tasks stay with their owners; the answer lists the teams that are left."""
    return await _decided(context, SetTeam(code=code, team=None))


async def _decided(context: RequestContext, command: SetTeam) -> Response:
    stream = teams_of(context.tenant)

    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        context.match((await work.load(TEAMS, stream)).version)
        await work.execute(TEAMS, stream, command, context.cause)
        held = await work.load(TEAMS, stream)
        if command.team is not None:
            return _shown(held, command.code)
        left: Teams = held.state
        body = TeamList(data=[_team(code, team) for code, team in left.by_code.items()])
        return Answer(200, body, held.version)

    return await context.decide(decision)


def _shown(held: Folded, code: str) -> Answer:
    teams: Teams = held.state
    if code not in teams.by_code:
        raise TeamMissing("There is no team of this code; GET /v1/teams lists yours.")
    return Answer(200, _team(code, teams.by_code[code]), held.version)


def _team(code: str, team: Team) -> TeamShown:
    return TeamShown(
        code=code,
        name=team.name,
        members=list(team.members),
        kinds=list(team.kinds),
        creditor_ids=list(team.creditors),
    )
