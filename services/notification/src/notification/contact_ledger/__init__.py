"""Which contacts were made."""
