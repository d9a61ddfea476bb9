"""From dialogues to pairs of a question and the reply that answered it."""
