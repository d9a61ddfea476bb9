"""The PyTorch module that is trained where the mode is `top`, `full` or `head`."""
