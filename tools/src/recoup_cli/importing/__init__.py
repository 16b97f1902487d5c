"""`recoup import`: a file of the ERP goes in."""
