"""Who may say and hear what on Kafka: read off the services, granted, printed and compared."""
