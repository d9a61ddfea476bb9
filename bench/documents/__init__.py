"""Answers from documents: a help centre of the sample shop, and questions over it."""
