"""The link in mails; whoever follows it has no key, only the link."""
