"""Sections of documents beside what agents said: which goes first, and what of it is quoted."""
