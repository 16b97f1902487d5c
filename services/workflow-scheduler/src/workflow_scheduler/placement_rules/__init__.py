"""Rules that propose placements: which debts go to which agency once every milder step is behind them."""
