"""Which contacts were made, as the contact rules count them."""
