"""Bank statements and notifications: one shape of entry, whatever file it came in."""
