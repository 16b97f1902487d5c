"""What the page behind the link says."""
