"""How good the whole assistant is: questions whose right outcome is known are asked, and what comes is judged."""
