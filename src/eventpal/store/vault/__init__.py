"""The key that opens the database: who may have it, and never a way to lose it."""
