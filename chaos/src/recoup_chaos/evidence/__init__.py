"""What a finished play left behind, read from databases, topics and files, past the services."""
