"""The demo: a ledger played through the real stack, by its public APIs, in stepped time."""
