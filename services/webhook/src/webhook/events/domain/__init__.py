"""What an event looks like to others, and where it stands in the feed."""
