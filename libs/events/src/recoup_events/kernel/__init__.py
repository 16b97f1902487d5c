"""What every event is made of: envelope, ids, money, topics."""
