"""What operators do to a running service: look at parked messages, correct, skip and redrive them."""
