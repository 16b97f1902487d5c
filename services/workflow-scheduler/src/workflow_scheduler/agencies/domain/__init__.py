"""What an agency is."""
