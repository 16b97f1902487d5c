"""Text messages through an HTTP provider of Twilio's shape."""
