"""The plan a client already has: defects, balance, as-is against to-be, and a roadmap."""
