"""Matching money to what is owed; pure."""
