"""What a call is, and whether it may be made."""
