"""`make attack`: what an attacker or a broken peer does to a running stack, seen from outside."""
