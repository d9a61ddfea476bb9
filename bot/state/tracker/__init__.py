"""What of a conversation Rasa reads, and how its events are kept."""
