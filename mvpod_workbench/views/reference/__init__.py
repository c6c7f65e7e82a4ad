"""The reference: what each thing is and what touches it, in words, for the terminal, for pages and for editors."""
