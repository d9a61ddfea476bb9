"""Turns: what Rasa answers, and what a turn was about."""
