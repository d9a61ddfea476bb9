"""The loop from questions with known outcomes to a better assistant."""
