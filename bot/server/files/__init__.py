"""Files that customers and agents send: room for them, what they are, where they are kept, and when they go."""
