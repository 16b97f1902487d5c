"""What a service stands on: how it is asked, watched, started and stopped, the same for all."""
