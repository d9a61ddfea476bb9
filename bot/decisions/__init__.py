"""What is done with a message: template, passage, clarify or hand over; and the evidence for it."""
