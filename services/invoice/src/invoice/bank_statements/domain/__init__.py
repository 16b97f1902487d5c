"""Pure: no clock, no network, no framework."""
