"""Decision tables (CSV): what a table leaves open, what changed in it, and writing it."""
