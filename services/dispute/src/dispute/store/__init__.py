"""The dispute board's table and statements."""
