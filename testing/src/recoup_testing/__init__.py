"""Shared words for tests: given/when/then, a clock to turn, real servers; never shipped."""
