"""How good a classifier is: predictions, figures, a report."""
