"""While Kafka is in trouble requests are served; afterwards everybody knows everything, once."""

import signal
from functools import partial
from urllib.parse import urlsplit

import pytest

from recoup_eventstore.postgres.connector import connected
from recoup_testing.loops import eventually
from recoup_testing.outages.kafka import delete, make_missing, suspended
from recoup_testing.outages.scene import Scene

pytestmark = pytest.mark.servers
TOPIC = "recoup.invoice"
CUSTOMERS = 12


async def count(scene: Scene, service: str, query: str) -> int:
    """As superuser, whom no row-level policy narrows."""
    server = urlsplit(scene.e2e.stack.addresses.servers.postgres)
    async with connected(server._replace(path=f"/recoup_{service}").geturl()) as connection:
        found: int = await connection.fetchval(query)
    return found


async def known_to_notification(scene: Scene) -> int:
    """Customers whose documents its views hold."""
    query = "select count(distinct account) from store.document"
    return await count(scene, "notification", query)


async def registered(scene: Scene, number: int = CUSTOMERS) -> None:
    for _ in range(number):
        assert (await scene.register()).is_success


async def everybody_is_known(scene: Scene, before: int, new: int) -> bool:
    return await known_to_notification(scene) == before + new


async def test_a_suspended_broker_keeps_nobody_from_being_served(scene: Scene) -> None:
    await scene.recovers()
    before, processes = await known_to_notification(scene), scene.processes()
    async with suspended(scene.e2e.stack):
        await registered(scene)
    await eventually(partial(everybody_is_known, scene, before, CUSTOMERS))
    await scene.recovers()
    assert scene.processes() == processes


async def warns_that_it_is_gone(scene: Scene) -> bool:
    return f"the topic {TOPIC} is gone" in await scene.recorded()


@pytest.mark.parametrize("meanwhile", ["quiet", "customers are registered"])
async def test_what_a_deleted_topic_took_with_it_is_published_again(
    scene: Scene, meanwhile: str
) -> None:
    """The reader had not come to what was deleted; the writer had published it long ago."""
    await scene.recovers()
    before, processes = await known_to_notification(scene), scene.processes()
    stack = scene.e2e.stack
    stack.kill("notification", signal.SIGSTOP)
    await registered(scene)
    await eventually(partial(scene.e2e.is_quiet, "invoice"))
    await delete(stack, TOPIC)
    later = CUSTOMERS if meanwhile != "quiet" else 0
    await registered(scene, later)
    if later:
        await eventually(partial(warns_that_it_is_gone, scene))
    await make_missing(stack)
    stack.kill("notification", signal.SIGCONT)
    await eventually(partial(everybody_is_known, scene, before, CUSTOMERS + later))
    await scene.recovers()
    assert scene.processes() == processes
    parked = "select count(*) from store.parked"
    assert await count(scene, "notification", parked) == 0
