"""How a past is read, lived through and counted."""
