"""What an import does with its file: keep it, read it, check it, put it."""
