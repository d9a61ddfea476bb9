"""Dialogues on the disk: added, kept, erased; files that are replaced whole."""
