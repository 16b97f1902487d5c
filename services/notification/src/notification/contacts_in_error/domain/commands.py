"""What may be asked of a contact in error."""

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command
from recoup_events.notification import ContactFoundInError, ErrorOutcome


class ContactErrorCommand(Command):
    """A request to what is known of the errors of one contact."""


class Judge(ContactErrorCommand):
    """Record what is right by what is known now, if that is something else than before."""

    found: ContactFoundInError
    """As it is now; where nothing of it was too much, it was right."""
    left: bool
    """It reached the person, as far as anybody knows."""


class Resolve(ContactErrorCommand):
    outcome: ErrorOutcome
    reason: str
    by: str
    at: AwareDatetime
