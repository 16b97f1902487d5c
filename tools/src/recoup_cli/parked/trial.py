"""`recoup parked try`: somebody writes a message on a topic of the local stack, whatever it says."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

import typer

from recoup_cli.demo_key import DEMO_TENANT
from recoup_cli.stack import running_stack
from recoup_messaging.cloudevents import record_of
from recoup_messaging.kafka.connection import KafkaConnection
from recoup_messaging.kafka.publisher import KafkaPublisher
from recoup_messaging.outbox_row import OutboxRow
from recoup_messaging.provenance import BY_HAND
from recoup_messaging.records import Record

app = typer.Typer()


@app.command("try")
def put(
    owner: Annotated[str, typer.Argument(help="Whose topic, e.g. workflow-scheduler.")],
    type: Annotated[str, typer.Argument(help="The type of event it claims to be.")],
    value: Annotated[
        typer.FileText, typer.Argument(help="A file with what it says; - reads stdin.")
    ],
    *,
    account: Annotated[str, typer.Option(help="Whose it is, e.g. a customer's id.")],
    tenant: Annotated[str, typer.Option(help="Of which tenant.")] = DEMO_TENANT,
) -> None:
    """Put a message on a topic of the local stack, to see what its readers make of it."""
    stack = running_stack()
    record = record_of(
        said(type, value.read().removesuffix("\n"), account, tenant), owner.replace("-", "_")
    )
    asyncio.run(publish(stack.addresses.servers.kafka, record))
    print(f"{record.topic} has it, under the key {record.key.decode()}.")


def said(type: str, value: str, account: str, tenant: str) -> OutboxRow:
    """A message nobody has said, as its owner would have written it."""
    now, id = datetime.now(UTC), uuid4()
    return OutboxRow(
        slot=BY_HAND,
        epoch=0,
        gen=1,
        txid=int(now.timestamp() * 1_000),
        pos=0,
        tenant=tenant,
        account=account,
        category="trial",
        stream=f"trial-{id}",
        version=1,
        id=id,
        type=type,
        at=now,
        actor="recoup parked try",
        correlation_id=id,
        causation_id=None,
        traceparent=None,
        data=value,
    )


async def publish(kafka: KafkaConnection, record: Record) -> None:
    """Put it on its topic."""
    publisher = KafkaPublisher(kafka, client_id="recoup parked try")
    try:
        await publisher.publish([record])
    finally:
        await publisher.close()
