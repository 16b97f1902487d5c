"""What the ERP and the bank ask over HTTP."""
