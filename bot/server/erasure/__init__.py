"""Every trace of a customer, found and taken away."""
