"""One answer a message."""
