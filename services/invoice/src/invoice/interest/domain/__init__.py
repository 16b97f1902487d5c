"""What interest runs on, and by which law."""
