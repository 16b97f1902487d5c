"""Events at rest: the one load, fold, decide, append loop over memory or PostgreSQL."""
