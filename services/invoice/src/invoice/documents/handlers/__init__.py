"""What of the ledger goes into documents, and letters made of it."""
