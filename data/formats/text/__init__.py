"""The text of messages and mails, as a person would say it."""
