"""The console's pages over a million invoices: how long each takes the server, and how large it is."""
