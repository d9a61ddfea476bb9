"""How well moods are told, and surges of negative messages found: `python -m bench.moods`."""
