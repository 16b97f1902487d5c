"""Where those who wait for events, those who bring them and those who forget them meet."""
