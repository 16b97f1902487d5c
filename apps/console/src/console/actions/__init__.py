"""What people had the console do, each as themselves."""
