"""The ports in memory, so that all services can run in one process without servers."""
