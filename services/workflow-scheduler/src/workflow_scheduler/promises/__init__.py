"""What customers promise to pay, by when, and whether they do."""
