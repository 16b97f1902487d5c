"""What an import is, how far it has come, and how files are read."""
