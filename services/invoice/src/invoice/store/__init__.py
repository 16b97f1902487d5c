"""The read models' tables and statements."""
