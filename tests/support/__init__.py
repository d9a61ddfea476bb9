"""What tests and benchmarks share: real servers, browsers, small assistants."""
