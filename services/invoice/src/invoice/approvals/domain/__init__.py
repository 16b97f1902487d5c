"""What waits for a second person, and how that ends."""
