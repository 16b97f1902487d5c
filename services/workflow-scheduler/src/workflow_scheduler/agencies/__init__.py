"""Partner agencies: who collects for the tenant, and under which terms."""
