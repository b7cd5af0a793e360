"""The path from a message to an answer; facts come from the database alone."""
