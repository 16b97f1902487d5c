"""When a report is due, and what a run of it is."""
