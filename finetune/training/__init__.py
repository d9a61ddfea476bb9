"""Training the classifier and the encoder. Only what trains a network needs torch."""
