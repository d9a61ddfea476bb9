"""The mood of a customer's message: negative, neutral or positive, by the vectors that the classifier's encoders have made of it already.

moods        what a model says of a message: the regression, and the network beside it
mood         the regression: what was fitted, and what it says
network      a fine-tuned network, where a company has many ratings (`finetune.training.mood_network` trains it)
features     a message as numbers
lexicon      words, signs and punctuation that speak for a mood
fitting      fits it on labelled messages, with other weights as the prior
labelled     the shipped messages
"""
