"""People who sign in elsewhere: tokens of one issuer, checked here and kept nowhere."""
