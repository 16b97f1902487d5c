"""Events in motion: from a service's store to Kafka, and from Kafka to those who listen."""
