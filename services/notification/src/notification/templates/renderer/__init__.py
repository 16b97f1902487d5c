"""From a template and an occasion to words; the same every time for the same two."""
