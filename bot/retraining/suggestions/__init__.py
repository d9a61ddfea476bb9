"""What unlabelled questions suggest: labels, new intents, answers, wrong labels. A person decides (`bot.retraining.review`)."""
