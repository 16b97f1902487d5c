"""What a team is, and how it shares out."""
