"""Floor 2: the Rasa assistant: components, answers, channels, session state, the chat page and the command line."""
