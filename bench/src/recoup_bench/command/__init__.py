"""A command over HTTP: each side serves in a process of its own, and the load comes from here."""
