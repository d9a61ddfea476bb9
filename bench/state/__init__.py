"""Session state: cost, load, floods, killed processes."""
