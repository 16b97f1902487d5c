"""Interest on late payments: what each law grants, day by day, to be recomputed by hand."""
