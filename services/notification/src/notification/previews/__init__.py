"""How a template reads before anybody gets it."""
