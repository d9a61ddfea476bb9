"""Look-ups in a company's own system: a form asks for two facts, an action calls an HTTP address, a template says what it knows."""
