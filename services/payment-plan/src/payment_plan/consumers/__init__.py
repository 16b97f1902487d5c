"""What is heard about covered invoices, and what follows for their plans."""
