"""What an API key may become."""
