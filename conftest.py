"""Fixtures for every test in the workspace."""

pytest_plugins = ["recoup_testing.servers", "recoup_testing.spans"]
