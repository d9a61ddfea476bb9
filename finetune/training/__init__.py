"""Training the classifier and the encoder. Needs torch."""
