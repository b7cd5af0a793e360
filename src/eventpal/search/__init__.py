"""Finding events by words and by meaning."""
