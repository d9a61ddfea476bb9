"""What is done with a question: template, passage, clarify or hand over; the evidence for it, and what it is fitted on."""
