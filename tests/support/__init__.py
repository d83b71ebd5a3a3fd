"""Games and oracles that several test files share."""
