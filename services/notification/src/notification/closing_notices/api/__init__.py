"""Closing notices over HTTP."""
