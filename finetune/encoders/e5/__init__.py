"""multilingual-e5-small, a sentence encoder of a hundred languages whose weights come as a package. Free of torch."""
