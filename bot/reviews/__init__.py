"""What is suggested and what was decided, as it is kept, and the files that are written from decisions."""
