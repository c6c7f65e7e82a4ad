"""The interview: which question next, what an answer means, and the journal that keeps it."""
