"""Names, labels, keys and sizes that the API server limits."""
