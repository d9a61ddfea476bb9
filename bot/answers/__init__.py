"""What the assistant says: templates filled, passages quoted with their sources, questions back with buttons."""
