"""Commands of the learning loop: models, candidates, suggestions, reviews, and the log of what was decided."""
