"""A message from acceptance to the committed answer, exactly once and in order."""
