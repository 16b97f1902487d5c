"""What money is expected when, and the reports that are made by themselves."""
