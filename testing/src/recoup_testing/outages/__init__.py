"""Trouble that servers get into, and what services are expected to make of it."""
