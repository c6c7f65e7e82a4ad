"""Two homes held against each other: what changed in meaning, and the smallest profile advised differently."""
