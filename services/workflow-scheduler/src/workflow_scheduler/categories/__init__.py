"""Why a customer does not pay, as far as what has happened tells."""
