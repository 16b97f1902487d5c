"""Files of an ERP: what is in them goes where the API would put it, row by row."""
