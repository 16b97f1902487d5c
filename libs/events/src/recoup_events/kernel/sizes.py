"""How large an event may be, said once: what is accepted can be published, and read by everybody."""

EVENT_BYTES = 1024 * 1024
"""Of one event's JSON with the names around it, and so of a request's body too."""
MESSAGE_BYTES = EVENT_BYTES + 64 * 1024
"""Of an event on its topic, with key, headers and framing: what producers send, topics take
(``max.message.bytes``) and subscribers read. The 64 KiB are far more than these ever need, so that
events recorded before there was a limit are read as well."""
