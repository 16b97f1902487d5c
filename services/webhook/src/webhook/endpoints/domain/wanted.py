"""What an endpoint wants to be told, and how."""

from enum import StrEnum

from recoup_events.kernel.event import Value

MOST_LIVE_SECRETS = 5


class Payload(StrEnum):
    """How much of an event is sent: it travels to, and is kept by, whoever runs the endpoint."""

    IDS = "ids"
    """That it happened, and to what; the rest is asked for with a key, and so on record."""
    WITHOUT_PERSONAL_DATA = "without_personal_data"
    """All of it, but each personal value is withheld: `{person}` says whose it is."""
    FULL = "full"


class Order(StrEnum):
    NONE = "none"
    """Each as soon as it can be; one that failed is overtaken."""
    PER_CUSTOMER = "per_customer"
    """A customer's next event is sent when the one before was received or given up."""


class Signature(StrEnum):
    """Of Standard Webhooks."""

    V1 = "v1"
    """HMAC-SHA256, with a secret that both know."""
    V1A = "v1a"
    """Ed25519: the receiver knows the public key alone."""


class Wanted(Value):
    url: str
    description: str = ""
    types: tuple[str, ...] = ("*",)
    """As they were asked for: names, versions or kinds."""
    customer_ids: tuple[str, ...] = ()
    """Only what concerns one of these; everything if there are none."""
    creditor_ids: tuple[str, ...] = ()
    """Not what names another creditor; everything if there are none."""
    agency_id: str | None = None
    """Whose endpoint it is: it is told of what names this agency, and of nothing else."""
    payload: Payload = Payload.WITHOUT_PERSONAL_DATA
    order: Order = Order.NONE
    per_second: int | None = None
    """At most so many; as many as it takes if it is not said."""

    def concerns(
        self, customer_id: str | None, creditor_id: str | None, agency_id: str | None
    ) -> bool:
        """Whether an event about them is wanted, if its type is."""
        if self.agency_id not in (None, agency_id):
            return False
        of_another = creditor_id is not None and creditor_id not in self.creditor_ids
        return (not self.customer_ids or customer_id in self.customer_ids) and not (
            self.creditor_ids and of_another
        )
