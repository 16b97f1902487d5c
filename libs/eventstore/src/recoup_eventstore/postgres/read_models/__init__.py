"""Read models in PostgreSQL: several builds of one can stand side by side, one of them live."""
