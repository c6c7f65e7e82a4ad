"""The tests experts write: examples, case tests and documented cases, and what the tests would not notice."""
