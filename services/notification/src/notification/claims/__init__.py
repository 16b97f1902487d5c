"""What the words of a message claim, and what proves it."""
