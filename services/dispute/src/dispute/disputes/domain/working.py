"""What people do about a dispute beside deciding it: whose it is, and what is said in it."""

from collections.abc import Sequence

from dispute.disputes.domain.commands import AddEntry, AssignDispute
from dispute.disputes.domain.dispute import Dispute
from dispute.disputes.domain.errors import DisputeRefused
from recoup_events.dispute import DisputeAssigned, DisputeEntryAdded

MOST_ENTRIES = 500


def worked_on(
    command: AssignDispute | AddEntry, dispute: Dispute
) -> Sequence[DisputeAssigned | DisputeEntryAdded]:
    """Also after it has ended: debtors write once more."""
    match command:
        case AssignDispute(owner=owner, team=team):
            if (owner, team) == (dispute.owner, dispute.team):
                return []
            return [DisputeAssigned(**dispute.ids, owned_by=owner, team=team)]
        case AddEntry(entry_id=id, speaker=speaker, words=words):
            if any(entry.entry_id == id for entry in dispute.conversation):
                return []
            if len(dispute.conversation) >= MOST_ENTRIES:
                raise DisputeRefused(
                    f"The conversation has {MOST_ENTRIES} entries; go on in a file, as evidence."
                )
            said = {"entry_id": id, "speaker": speaker, "words": words}
            return [DisputeEntryAdded.model_validate({**dispute.ids, **said})]
