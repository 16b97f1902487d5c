"""What notification answers over HTTP."""
