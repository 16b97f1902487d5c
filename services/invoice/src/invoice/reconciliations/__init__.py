"""Reconciliations: where the ERP's balances and Recoup's differ."""
