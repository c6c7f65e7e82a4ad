"""Numbers of the client: people, contribution of each mode, costs, viability, with ranges and what drives them."""
