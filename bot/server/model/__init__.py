"""The model that a server answers with: how it is used, kept quick, and replaced while it serves."""
