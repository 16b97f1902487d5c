"""Contact ledgers as the API exports them, from the events alone."""

from datetime import datetime

from notification.contact_ledger.domain.events import ContactEntered
from recoup_compliance.contact_ledger.checkpoint import Head
from recoup_compliance.contact_ledger.line import row
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_testing.contact_ledgers import ACME, KEY


async def exported(command_runner: CommandRunner, now: datetime) -> list[str]:
    """Of all customers, under a checkpoint over their heads."""
    found = await command_runner.store.feed(START, 100_000)
    lines = [
        each.envelope.event for each in found if isinstance(each.envelope.event, ContactEntered)
    ]
    lines.sort(key=lambda line: (line.customer_id, line.sequence))
    last = {line.customer_id: line for line in lines}
    heads = [
        Head(customer_id=id, sequence=line.sequence, digest=line.digest)
        for id, line in last.items()
    ]
    signed = KEY.sign(ACME, now, heads).text
    return [signed, *(row(each.line, each.digest, each.evidence, each.salt) for each in lines)]
