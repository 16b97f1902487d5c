"""Where mails are handed in."""
