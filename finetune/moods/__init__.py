"""The mood of a customer's message: negative, neutral or positive, by the vectors that the classifier's encoders have made of it already.

mood         what was fitted, and what it says of a message
features     a message as numbers
lexicon      words, signs and punctuation that speak for a mood
fitting      fits it on labelled messages, with other weights as the prior
labelled     the shipped messages
"""
