"""E-invoices and bank statements: bytes in, frozen values or problems in words out."""
