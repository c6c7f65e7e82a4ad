"""What a person reads, as a tree of sections and blocks, with one renderer for each form: see `tree`."""
