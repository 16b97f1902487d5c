"""What a reply says."""
