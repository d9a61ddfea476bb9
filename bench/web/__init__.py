"""The web channel and the widget: attacks, nonsense, survival, speed, accessibility."""
