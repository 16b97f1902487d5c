"""What money that named nothing would have paid, had everything been booked on its day."""
