"""Messaging platforms for tests: a stand-in of their HTTP APIs; for each a kit that writes what it delivers and reads what it got."""
