"""Who may say and receive what on Kafka: read off the services, granted, printed and compared."""
