"""One file for each thing a debtor can do."""
