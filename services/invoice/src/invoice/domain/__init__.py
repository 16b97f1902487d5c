"""What is owed, decided purely: facts and arguments in, facts out."""
