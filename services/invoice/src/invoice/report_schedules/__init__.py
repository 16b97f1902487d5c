"""Reports that are made by themselves: which, how often, for whom, and what became of each run."""
