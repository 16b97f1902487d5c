"""Fallback policies over HTTP."""
