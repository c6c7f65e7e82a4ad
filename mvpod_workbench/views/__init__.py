"""What rule authors read: findings, tests, proofs, differences, the reference."""
