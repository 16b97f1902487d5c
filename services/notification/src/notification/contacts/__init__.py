"""Contacts: what decides about one, whether it is a message or a call."""
