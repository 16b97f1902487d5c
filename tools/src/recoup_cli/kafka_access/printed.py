"""The same grants in the words of Kafka's own tools and of Strimzi."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from recoup_cli.kafka_access.grants import Access, Grant

SHELL = Path("deploy/kafka/grants.sh")
STRIMZI = Path("deploy/k8s/overlays/production/users.yaml")
_MADE = "# Made by `recoup docs` from what the services subscribe to.\n"
_SHELL = """#!/usr/bin/env bash
# Gives each service's user what is its own on Kafka: grants.sh --bootstrap-server … --command-config …
{made}set -euo pipefail

grant() {{
  "${{KAFKA_BIN:-/opt/kafka/bin}}/kafka-acls.sh" "${{connection[@]}}" --add --allow-principal "User:$1" "${{@:2}}"
}}

connection=("$@")
"""
_USER = """apiVersion: kafka.strimzi.io/v1
kind: KafkaUser
metadata:
  name: {user}
  labels: {{strimzi.io/cluster: recoup}}
spec:
  authentication: {{type: scram-sha-512}}
  authorization:
    type: simple
    acls:
"""


def shell(accesses: Sequence[Access]) -> str:
    lines = (line for access in accesses for line in _commands(access))
    return _SHELL.format(made=_MADE) + "\n".join(lines) + "\n"


def _commands(access: Access) -> Iterator[str]:
    """One for each operation: a command starts Java, which takes longer than what it does."""
    by_operation: defaultdict[str, list[Grant]] = defaultdict(list)
    for grant in access.grants:
        by_operation[grant.operation].append(grant)
    for operation, grants in by_operation.items():
        resources = " ".join(f"--{grant.resource} {grant.name}" for grant in grants)
        yield f"grant {access.user} --operation {operation} {resources}"


def strimzi(accesses: Sequence[Access]) -> str:
    return _MADE + "---\n".join(map(_user, accesses))


def _user(access: Access) -> str:
    acls = (
        f"      - resource: {{type: {g.resource}, name: {g.name}, patternType: literal}}\n"
        f"        operations: [{g.operation}]\n"
        for g in access.grants
    )
    return _USER.format(user=access.user) + "".join(acls)


def files(accesses: Sequence[Access]) -> dict[Path, str]:
    return {SHELL: shell(accesses), STRIMZI: strimzi(accesses)}
