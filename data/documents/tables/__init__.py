"""Tables: an FAQ in one, and those in a page."""
