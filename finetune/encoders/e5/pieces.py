"""The pieces that texts are made of for multilingual-e5-small, and what frames them."""

BEGIN, PAD, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL = (BEGIN, PAD, END, UNKNOWN)
SPACE = "▁"
# The model was trained with each text of a symmetric task, as classification is, begun by this and a blank.
PREFIX = "query:"
