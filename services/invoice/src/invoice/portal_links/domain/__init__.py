"""What a link may become."""
