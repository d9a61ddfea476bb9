"""Sentence encoders: pretrained weights, tokens, ONNX. Serving is free of torch."""
