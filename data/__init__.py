"""Floor 0: records, log readers, redaction, mining, splits and Rasa YAML; and the data itself."""
