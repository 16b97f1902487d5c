"""Views that people have saved: a list with its filters, under a name."""
