"""Formats of messengers, and of chats that were saved as text: a file each."""
