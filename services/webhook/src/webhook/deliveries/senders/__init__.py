"""From the feed to those who want to be told: queued, claimed, sent, recorded."""
