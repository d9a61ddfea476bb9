"""Floor 1: the intent classifier and its encoders. `finetune.classifier.predictor` serves it, and needs no torch."""
