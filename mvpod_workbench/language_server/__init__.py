"""A language server: any editor shows the checker's findings, and finds its way through a home."""
