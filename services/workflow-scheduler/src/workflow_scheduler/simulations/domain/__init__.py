"""What a simulation is, what it changes, and what it counts."""
