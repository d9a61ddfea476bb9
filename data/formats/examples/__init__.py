"""Labelled messages in and out: tables, JSON lines, Rasa's NLU YAML."""
