"""The feed: all public events of a tenant, in an order in which none can be missed."""
