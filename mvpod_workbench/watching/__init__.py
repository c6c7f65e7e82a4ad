"""A home checked again and again while it is edited, and what each save changed."""
