"""`heed desk`: agents, their audit log, and the waiting list in the terminal."""
