"""The learning loop: models that take one another's place while customers write, and damaged ones."""
