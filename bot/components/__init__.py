"""The Rasa adapters: thin graph components over `finetune`, `retrieval` and `bot.decisions.decision`."""
