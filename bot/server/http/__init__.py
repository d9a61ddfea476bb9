"""HTTP for every channel: errors, bounded bodies, client addresses, secrets."""
