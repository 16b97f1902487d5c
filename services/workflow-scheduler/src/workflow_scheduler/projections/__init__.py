"""What the lists show, kept up with the service's own facts."""
