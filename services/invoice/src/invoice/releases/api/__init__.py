"""Releases over HTTP."""
