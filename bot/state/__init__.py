"""Session state in Redis: the only place that knows of it."""
