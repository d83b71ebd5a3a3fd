"""What type checkers make of the public API; checked by mypy and pyright, never run."""
