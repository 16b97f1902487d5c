"""A sender for tests of notification."""

from notification.messages.domain.outcomes import Outcome, Taken
from notification.messages.domain.sender import Delivery


class Sink:
    """It keeps what it is given and answers as it is told to."""

    def __init__(self) -> None:
        self.postings: list[Delivery] = []
        self.outcomes: list[Outcome] = []

    async def send(self, delivery: Delivery) -> Outcome:
        self.postings.append(delivery)
        return self.outcomes.pop(0) if self.outcomes else Taken(provider_id="250 OK")
