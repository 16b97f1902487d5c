"""``/projections`` on the private port: which builds of read models there are, and how far each has come."""

from collections.abc import Sequence

from fastapi import APIRouter
from pydantic import BaseModel

from recoup_eventstore.postgres.read_models.standing import Standing
from recoup_service.operator_api.operations import Opened

router = APIRouter(prefix="/projections")


class BuildShown(BaseModel):
    projection: str
    build: int
    status: str
    """``live``: readers see it. ``building``: a rebuild fills it. ``standby``: it can be gone back to."""
    of_this_version: bool
    percent: int


class BuildsShown(BaseModel):
    data: list[BuildShown]


@router.get("")
async def browse(at: Opened) -> BuildsShown:
    """None over a store in memory, which has no read models."""
    found: Sequence[Standing] = [] if at.read_models is None else await at.read_models.standing()
    return BuildsShown(
        data=[
            BuildShown(
                projection=each.projection,
                build=each.build,
                status=each.status,
                of_this_version=each.is_ours,
                percent=each.percent,
            )
            for each in found
        ]
    )
