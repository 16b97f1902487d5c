"""Which tables follow which facts."""
