"""Dividing what was taken in a round into reminders."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from recoup_events.kernel.ids import CreditorId, CustomerId, ReminderId, RoundId, derived
from recoup_events.kernel.sizes import EVENT_BYTES
from recoup_events.workflow_scheduler import ReminderRequested
from workflow_scheduler.contact_policies.domain.contact_policy import Bundling
from workflow_scheduler.contact_rounds.domain.commands import Entry, RequestReminders

MOST_BYTES = EVENT_BYTES * 7 // 8
"""Of one reminder's items; the rest is for what stands around them."""


def reminders(
    command: RequestReminders,
    round_id: RoundId,
    customer_id: CustomerId,
    creditor_id: CreditorId,
    turn: int,
) -> Sequence[ReminderRequested]:
    """One for each channel and audience, or for each invoice, at the highest level among its items."""
    return [
        _reminder(entries, round_id, customer_id, creditor_id, (turn, number))
        for number, entries in enumerate(_parts(command))
    ]


def _parts(command: RequestReminders) -> Iterator[Sequence[Entry]]:
    oldest_first = sorted(
        command.entries, key=lambda entry: (entry.due_date, entry.item.invoice_id)
    )
    together: defaultdict[object, list[Entry]] = defaultdict(list)
    for entry in oldest_first:
        per_invoice = command.bundling is Bundling.PER_INVOICE
        invoice = entry.item.invoice_id if per_invoice else None
        apart = entry.remind.template if entry.apart else None
        key = (entry.remind.channel, frozenset(entry.remind.recipients), invoice, apart)
        together[key].append(entry)
    for entries in together.values():
        yield from _small_enough(entries)


def _small_enough(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    part: list[Entry] = []
    size = 0
    for entry in entries:
        bytes = len(entry.item.model_dump_json().encode())
        if part and size + bytes > MOST_BYTES:
            yield part
            part, size = [], 0
        part.append(entry)
        size += bytes
    yield part


def _reminder(
    entries: Sequence[Entry],
    round_id: RoundId,
    customer_id: CustomerId,
    creditor_id: CreditorId,
    key: tuple[int, int],
) -> ReminderRequested:
    firmest = max(entries, key=lambda entry: entry.item.level)
    return ReminderRequested(
        reminder_id=ReminderId(derived("rem", round_id, *key)),
        round_id=round_id,
        customer_id=customer_id,
        creditor_id=creditor_id,
        channel=firmest.remind.channel,
        template=firmest.remind.template,
        level=firmest.item.level,
        recipients=firmest.remind.recipients,
        items=tuple(entry.item for entry in entries),
    )
