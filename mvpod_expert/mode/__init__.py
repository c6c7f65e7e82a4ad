"""Facts to a decision and its plan, with the interview that asks and the explanations that answer."""
