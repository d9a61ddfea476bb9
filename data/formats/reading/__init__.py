"""From the pieces to whole, redacted dialogues: put together, roles told, ids hashed."""
