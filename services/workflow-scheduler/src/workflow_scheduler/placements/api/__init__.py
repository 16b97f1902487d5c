"""Placements over HTTP: for the tenant, and for its agencies."""
