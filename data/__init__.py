"""Floor 0: records, errors, languages, log readers, redaction, mining, splits and Rasa YAML; and the data itself."""
