"""What is shown: tables that follow the service's own facts."""
