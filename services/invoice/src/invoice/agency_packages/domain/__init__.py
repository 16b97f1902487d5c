"""Which placements an agency may read the package of."""
