"""Calls left to people."""
