"""What a workflow is, and which one is used."""
