"""One address for every API: one reference, and the way to the service that answers."""
