"""Agreements: their versions, and which clause holds on a day."""
