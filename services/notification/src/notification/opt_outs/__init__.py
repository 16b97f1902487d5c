"""Opt-outs: the link in every mail by which its reader ends the mails of that creditor."""
