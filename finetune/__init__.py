"""Floor 1: the attention-based intent classifier. Only `finetune.classifier.predictor` is needed to serve it, and it needs no torch."""
