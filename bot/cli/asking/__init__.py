"""Commands that ask the assistant or its classifier, one question or many."""
