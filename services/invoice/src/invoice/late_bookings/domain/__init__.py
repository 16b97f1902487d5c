"""What late bookings would have changed."""
