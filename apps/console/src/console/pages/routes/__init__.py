"""Each page: what it reads, and what it shows."""
