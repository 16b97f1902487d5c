"""All five services in this very process, on real servers, so that one can watch where work goes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from recoup_cli.demo.performance import clock_form, wind
from recoup_cli.houses import built
from recoup_cli.stack import temporary_stack
from recoup_cli.stack.service import Service
from recoup_service.house import House
from recoup_service.lifecycle import serve
from recoup_testing.loops import eventually
from recoup_testing.stage import Stage, stage_on


@asynccontextmanager
async def one_process(begin: datetime) -> AsyncIterator[Stage]:
    """A private stack whose clock stands at ``begin``, with the services among us."""
    with TemporaryDirectory() as folder:
        clock = Path(folder, "clock")
        wind(clock, begin)
        async with temporary_stack(services=(), clock=clock_form(clock)) as stack:
            services = stack.parts.services
            await asyncio.gather(*(service.prepare() for service in services))
            async with serving([_house(service) for service in services]):
                for service in services:
                    await eventually(service.is_ready)
                async with stage_on(stack, clock) as scene:
                    yield scene


@asynccontextmanager
async def serving(houses: Sequence[House]) -> AsyncIterator[None]:
    """Serve these until the block ends."""
    stopping = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for house in houses:
            group.create_task(serve(house, stopping), name=house.name)
        try:
            yield
        finally:
            stopping.set()


def _house(service: Service) -> House:
    told = {k.removeprefix("RECOUP_").lower(): v for k, v in service.environment().items()}
    return built(service.package, told)
