"""What partner agencies were paid and pass on."""
