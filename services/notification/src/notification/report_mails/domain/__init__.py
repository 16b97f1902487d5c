"""What a mail about a report is, and its words."""
