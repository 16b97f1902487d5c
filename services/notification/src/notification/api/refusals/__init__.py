"""Refusals: the evidence that a contact was not made."""
