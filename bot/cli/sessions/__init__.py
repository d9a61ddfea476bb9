"""Commands on what Redis holds: conversations, numbers, messaging channels."""
