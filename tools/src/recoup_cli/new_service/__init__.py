"""Makes room for a service: every place that has to name each of them."""
