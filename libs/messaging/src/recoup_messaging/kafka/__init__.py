"""The ports on Apache Kafka; everything aiokafka is known to do wrong is held back here."""
