"""How fast Recoup is beside the bare stack doing the same work on the same servers."""
