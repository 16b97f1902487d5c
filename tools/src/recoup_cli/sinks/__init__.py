"""Ends of the line for messages on a laptop: kept to be read, never sent on."""
