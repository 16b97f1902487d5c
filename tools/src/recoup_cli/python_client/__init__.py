"""Writes the typed part of the Python client from the one description of all APIs."""
