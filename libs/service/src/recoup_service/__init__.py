"""The house around a service: how it is asked, watched, started and stopped, the same for all."""
