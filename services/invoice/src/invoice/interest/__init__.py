"""Interest: what has run up on an invoice so far. It is computed; nothing is charged by it."""
