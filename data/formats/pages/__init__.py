"""Chats that were exported or saved as pages of HTML."""
