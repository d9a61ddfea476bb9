"""What every HTTP door of this process shares: the session state and its worker, Rasa, uploads, the errors that clients see."""
