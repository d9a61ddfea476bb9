"""What channels know of their platforms: how messages are written there, connections, signatures, one API of several channels."""
