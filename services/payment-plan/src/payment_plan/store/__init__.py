"""The plan board's table and statements."""
