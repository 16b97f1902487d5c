"""How events used to be written: one step from each older version to the next, on raw JSON."""
