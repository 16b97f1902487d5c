"""The recoup command: the local stack, ledgers to play on it, and the keys to its API."""
