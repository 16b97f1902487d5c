"""The local stack: PostgreSQL, Kafka, sinks and services as plain processes, without Docker."""

from recoup_cli.stack.addresses import Addresses, Servers, ServiceAddresses
from recoup_cli.stack.current import running_stack
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.existing import Existing, existing_from_environment
from recoup_cli.stack.home import chosen_home
from recoup_cli.stack.stack import Stack
from recoup_cli.stack.temporary import temporary_stack

__all__ = [
    "Addresses",
    "Existing",
    "Servers",
    "ServiceAddresses",
    "Stack",
    "StackFailed",
    "chosen_home",
    "existing_from_environment",
    "running_stack",
    "temporary_stack",
]
