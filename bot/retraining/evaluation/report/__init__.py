"""The report on an evaluation of the assistant: a page for people, a file for programs."""
