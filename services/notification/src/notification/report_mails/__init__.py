"""Mails to a creditor's own people, that a report was made: no debtor is written to."""
