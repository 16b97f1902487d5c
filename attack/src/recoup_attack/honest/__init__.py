"""The second tenant: a client that does nothing wrong, and knows what must have come of it."""
