"""What is served: one message in, a prediction out. Free of torch."""
