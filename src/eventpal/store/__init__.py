"""What is kept: one encrypted database and the keys that open it."""
