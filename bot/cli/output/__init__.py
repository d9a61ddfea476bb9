"""What commands print: text as text, colours, what could not be used, an evaluation."""
