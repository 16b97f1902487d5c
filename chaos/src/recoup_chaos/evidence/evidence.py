"""Everything the checker looks at, gathered when a play is at rest."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recoup_chaos.evidence.connecting import connected
from recoup_chaos.evidence.mails import arrived
from recoup_chaos.evidence.recorded import RecordedEvent, recorded_events
from recoup_chaos.evidence.records import Ends, Published, records
from recoup_chaos.evidence.replay import replayed
from recoup_chaos.evidence.shelves import Shelves, Tables, shelves
from recoup_cli.services import every_house
from recoup_cli.stack import Stack
from recoup_cli.stack.databases import database


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one play; the mappings are by package."""

    numbers: str
    logs: Mapping[str, Sequence[RecordedEvent]]
    shelves: Mapping[str, Shelves]
    replayed: Mapping[str, Tables]
    published: Sequence[Published]
    ends: Ends
    arrived: Counter[str]


async def gather(stack: Stack, numbers: str) -> Evidence:
    servers = stack.addresses.servers
    logs: dict[str, Sequence[RecordedEvent]] = {}
    kept: dict[str, Shelves] = {}
    folded: dict[str, Tables] = {}
    for package, service in every_house().items():
        async with connected(servers.postgres, database(package)) as connection:
            logs[package] = await recorded_events(connection, package)
            kept[package] = await shelves(connection, package)
        folded[package] = await replayed(servers.postgres, service, logs[package])
    published, ends = await records(servers.kafka)
    return Evidence(numbers, logs, kept, folded, published, ends, arrived(stack.home.data))
