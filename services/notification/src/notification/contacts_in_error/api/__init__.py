"""Contacts in error over HTTP."""
