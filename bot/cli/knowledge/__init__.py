"""Commands on what the assistant answers from: logs and documents brought in, and their index."""
