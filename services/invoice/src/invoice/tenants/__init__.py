"""Tenants: opened, limited, suspended, resumed and ended by whoever operates Recoup."""
