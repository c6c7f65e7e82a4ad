"""What is found wrong in a home once every file is right in itself, and where the article says what."""
