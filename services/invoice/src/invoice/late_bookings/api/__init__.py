"""Late bookings over HTTP."""
