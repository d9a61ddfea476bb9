"""What comes in and goes out as files: logs, labelled messages, Rasa YAML."""
