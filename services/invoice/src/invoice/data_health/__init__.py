"""What is missing in what an ERP sends, and is in the way of collecting."""
