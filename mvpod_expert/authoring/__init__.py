"""For the rule authors: examples, accuracy on the documented cases, and where the article says what."""
