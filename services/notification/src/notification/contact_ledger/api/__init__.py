"""How contact ledgers leave the service."""
