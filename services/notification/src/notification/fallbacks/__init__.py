"""Fallbacks: by which channel somebody is reached when the one before did not."""
