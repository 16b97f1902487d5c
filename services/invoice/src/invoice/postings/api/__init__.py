"""Postings over HTTP."""
