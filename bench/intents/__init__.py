"""The classifier beside its peers."""
