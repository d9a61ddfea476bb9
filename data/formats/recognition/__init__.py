"""Which format a file is in, and its dialogues in pieces, as that format reads them."""
