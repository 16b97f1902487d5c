"""Invoices that go on elsewhere because what has chosen their workflow is different now."""
