"""How a workflow is chosen: rules, first match first, and the default behind them."""
