"""Escalations: a harsher step needs proof that the milder one was delivered."""
