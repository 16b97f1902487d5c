"""What is sent, how it is signed, and what follows from each answer, decided purely."""
