"""What an endpoint is, decided purely: its address, its filters, its secrets, its states."""
