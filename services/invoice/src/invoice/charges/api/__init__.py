"""Charges over HTTP."""
