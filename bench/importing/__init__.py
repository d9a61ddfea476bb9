"""`heed import` at a million messages, killed, and fed with broken files: `make bench-import`."""
