"""Paying online: an attempt with a provider, and what its callbacks make of it."""
