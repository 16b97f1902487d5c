"""What stands around every event on its way: the headers of CloudEvents 1.0 in binary mode."""

from typing import Any

_HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "ce_specversion": ("The version of CloudEvents.", {"const": "1.0"}),
    "ce_id": ("The event's own; the same however often it is sent.", {"format": "uuid"}),
    "ce_source": ("Who said it, e.g. `/recoup/invoice`.", {"format": "uri-reference"}),
    "ce_type": ("What was said, and in which version.", {}),
    "ce_time": ("When it was decided.", {"format": "date-time"}),
    "ce_subject": ("The stream it belongs to, e.g. `invoice-inv_1b7e`.", {}),
    "ce_dataschema": ("Names the schema of its payload.", {"format": "uri"}),
    "content-type": ("What the payload is.", {"const": "application/json"}),
    "ce_correlationid": ("All that one request led to shares it.", {"format": "uuid"}),
    "ce_sequence": ("Its place among all its service has said; sorts as text.", {}),
    "ce_tenantid": ("Whose it is; the first part of the key.", {}),
    "ce_streamversion": ("1 for the first event of its stream.", {"pattern": "^[1-9][0-9]*$"}),
    "ce_slot": ("The lane it travels in; order holds within one.", {"pattern": "^[0-9]+$"}),
    "ce_actor": ("Who asked: an API key, or a service by itself.", {}),
    "ce_category": ("What kind of thing its stream is the history of.", {}),
}
_NOT_ALWAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "ce_causationid": ("The event it answers.", {"format": "uuid"}),
    "traceparent": ("W3C trace context of its origin.", {}),
}

CLOUD_EVENT: dict[str, Any] = {
    "contentType": "application/json",
    "headers": {
        "type": "object",
        "required": list(_HEADERS),
        "properties": {
            name: {"type": "string", "description": meaning, **form}
            for name, (meaning, form) in {**_HEADERS, **_NOT_ALWAYS}.items()
        },
    },
    "correlationId": {"location": "$message.header#/ce_correlationid"},
    "bindings": {
        "kafka": {
            "key": {
                "type": "string",
                "pattern": "^[^/]+/.+$",
                "description": "`<tenant>/<account>`; the account is the customer for all that "
                "concerns a debtor.",
            },
            "bindingVersion": "0.5.0",
        }
    },
}
"""The trait every message has."""
