"""Attempts over HTTP, and the callbacks of their provider."""
