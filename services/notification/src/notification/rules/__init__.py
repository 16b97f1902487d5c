"""Which rules of contact there are, whom they bind, and when they change."""
