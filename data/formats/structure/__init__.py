"""Messages of a desk that no format knows by name, told by how they are built: a list of objects with a text, a time, and who said it."""
