"""The statements of ``queries.sql`` by name."""

from recoup_eventstore.postgres.queries import named_queries

QUERIES = named_queries("dispute.store")
