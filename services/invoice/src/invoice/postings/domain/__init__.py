"""What a posting is, and how it gets into the ERP's books."""
