"""Retrieval beside its peers: quality, scale, cost, changes while it serves."""
