"""Older versions of what the invoice service says."""

import re

from recoup_events.kernel.event import Json
from recoup_events.kernel.ids import derived

_DISPUTE_ID = re.compile(r"dsp_[0-9a-f]{32}")


def credited_v1(old: Json) -> Json:
    """The credit's one name was the credit note's or the dispute's; an invoice had one term."""
    document = dict(old)
    name = document.pop("credit_id")
    document["credit_note_id"] = derived("crn", document["invoice_id"], name)
    document["receivable_id"] = derived("rcv", document["invoice_id"], 0)
    document["allocation_id"] = derived("alc", document["credit_note_id"], 0)
    if _DISPUTE_ID.fullmatch(name):
        return {**document, "grounds": {"kind": "dispute", "dispute_id": name}}
    return {**document, "grounds": {"kind": "credit_note", "number": name}}
