"""Documents that come in, and where their bytes are kept."""
