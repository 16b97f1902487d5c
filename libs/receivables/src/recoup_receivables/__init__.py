"""Words about money and days that several services share: pure, and each said once."""
