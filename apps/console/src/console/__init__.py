"""What the ops team looks at: what is owed, what happens next, what went wrong."""
