"""A contact about to be made, as the rules see it."""
