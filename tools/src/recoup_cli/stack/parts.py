"""All the parts of one stack, and how each learns where the others are."""

from collections.abc import Iterable
from typing import TypeVar

from recoup_cli.stack.addresses import Servers
from recoup_cli.stack.errors import StackFailed
from recoup_cli.stack.existing import Existing
from recoup_cli.stack.home import Home
from recoup_cli.stack.kafka import Kafka
from recoup_cli.stack.part import Part
from recoup_cli.stack.postgres import Postgres
from recoup_cli.stack.service import Service
from recoup_cli.stack.sinks import PaymentSandbox, Sink
from recoup_cli.stack.standby import Standby
from recoup_cli.stack.state import State
from recoup_cli.stack.stateless import Gateway, Portal
from recoup_events.kernel.topics import OWNERS
from recoup_messaging.kafka.connection import KafkaConnection

P = TypeVar("P", bound=Part)


class Parts:
    def __init__(
        self, home: Home, state: State, existing: Existing, *, with_standby: bool = False
    ) -> None:
        self._existing = existing
        self._postgres = Postgres(home, state)
        self.standby = Standby(home, state, self._postgres)
        self._with_standby = with_standby
        self._kafka = Kafka(home, state)
        self._mail = Sink("mail", "smtp", home, state)
        self._sms = Sink("sms", "http", home, state)
        self.services = [
            Service(package, self.addresses, self.kafka_of, home, state) for package in OWNERS
        ]
        self.gateway = Gateway(self.services, state)
        self.payments = PaymentSandbox(lambda: self.service("invoice").address, home, state)
        self.portal = Portal(self.gateway, self.payments, state)

    def addresses(self) -> Servers:
        return Servers(
            postgres=self._existing.postgres or self._postgres.address,
            kafka=self._existing.kafka or self._kafka.connection,
            smtp=self._existing.smtp or self._mail.address,
            sms=self._existing.sms or self._sms.address,
            standby=self.standby.address if self._with_standby else None,
        )

    def kafka_of(self, user: str) -> KafkaConnection:
        """The broker as this user visits it, if it asks for one."""
        kafka = self.addresses().kafka
        return kafka.as_user(user, self.kafka_password(user)) if kafka.sasl else kafka

    def kafka_password(self, user: str) -> str:
        return self._kafka.security.password(user)

    @property
    def servers(self) -> list[Part]:
        """Every server a stack consists of."""
        return [self._postgres, self._kafka, self._mail, self._sms]

    @property
    def stateless(self) -> list[Part]:
        """What stands before the services."""
        return [self.gateway, self.portal, self.payments]

    @property
    def elsewhere(self) -> dict[str, str]:
        """By our name for it, the address of each server that somebody else runs for us."""
        given = self._existing
        kafka = given.kafka.bootstrap if given.kafka else None
        theirs = (given.postgres, kafka, given.smtp, given.sms)
        return {ours.name: it for ours, it in zip(self.servers, theirs, strict=True) if it}

    @property
    def needed_servers(self) -> list[Part]:
        return [server for server in self.servers if server.name not in self.elsewhere]

    def service(self, name: str) -> Service:
        """One of Recoup's own, by its name or its package."""
        return _named(name, self.services, "service")

    def named(self, name: str) -> Part:
        """The part of this name; a service also by its package."""
        return _named(name, [*self.servers, self.standby, *self.services, *self.stateless], "part")


def _named(name: str, parts: Iterable[P], kind: str) -> P:
    known = {part.name: part for part in parts}
    if part := known.get(name.replace("_", "-")):
        return part
    raise StackFailed(f"There is no {kind} {name!r}; the {kind}s are {', '.join(known)}.")
