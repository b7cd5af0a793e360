"""Model files: getting, building, checking and choosing them."""
