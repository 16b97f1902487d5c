"""What keeps one connection, peer or key from taking a process away from all others (ADR-0016)."""
