"""What names of fields, words and times in a log mean."""
