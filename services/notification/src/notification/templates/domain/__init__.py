"""Words, and text that others wrote."""
