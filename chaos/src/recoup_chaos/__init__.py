"""Kills and suspends every process of the real stack while a ledger is played, and checks what is left."""
