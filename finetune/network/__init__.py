"""The PyTorch module that is trained."""
