"""Replies in HTTP."""
