"""How much proof is asked for, what proves something, and what is lacking."""
