"""The `heed` command: what Rasa has no verb for."""
