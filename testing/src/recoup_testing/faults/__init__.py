"""Death at every moment between two calls to the outside, and what must hold after a new start."""
