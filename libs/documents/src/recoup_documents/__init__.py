"""Letters as PDF: what stands in them, and how they are set on paper."""
