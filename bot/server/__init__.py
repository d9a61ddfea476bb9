"""What all channels of this process share: the session state and its worker, Rasa, uploads, the errors that clients see."""
