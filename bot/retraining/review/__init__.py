"""A person's decisions on suggestions: kept line by line, undone by another line, written into the assistant's files."""
