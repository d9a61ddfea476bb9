"""Whether any regular expression of the product, or any function that reads untrusted text, takes more than linear time."""
