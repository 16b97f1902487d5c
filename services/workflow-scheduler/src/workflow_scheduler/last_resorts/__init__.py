"""Last resorts: court, lien, agency or forgiveness, proposed by one person and approved by another."""
