"""Files that belong to no database: where they are kept, and what may be kept."""
