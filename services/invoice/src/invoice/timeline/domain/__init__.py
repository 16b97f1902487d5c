"""What each event means, in words."""
