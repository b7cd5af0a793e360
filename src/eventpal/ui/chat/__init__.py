"""The chat beside the picks."""
