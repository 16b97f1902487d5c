"""Closing notices: what may still be written to who wants no more contact, decided by a person."""
