"""What an attempt may become."""
