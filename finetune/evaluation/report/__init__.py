"""The report on an evaluation: a page for people, a file for programs."""
