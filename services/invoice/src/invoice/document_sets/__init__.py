"""Documents that are made for a message, and go along with it."""
