"""What others are told: a feed of all public events, and webhooks."""
