"""From answers to advice: deciding, what is still open, the plan and the interview."""
