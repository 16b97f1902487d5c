"""Creditors over HTTP."""
