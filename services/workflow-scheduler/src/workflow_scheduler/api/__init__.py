"""What an operator and the ERP ask over HTTP."""
