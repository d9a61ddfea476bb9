"""Files of any kind: which there are, what they lie in, their encodings, the JSON values in them."""
