"""Which channel comes next, and why."""
