"""The Rasa adapters: graph components over `finetune`, `retrieval` and `bot.decisions`; and what a model learns besides its intents."""
