"""Questions about every profile at once, answered by a solver: what can fire, what adds nothing, what is promised."""
