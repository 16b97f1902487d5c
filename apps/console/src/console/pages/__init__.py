"""Pages for people, and what stands behind them."""
