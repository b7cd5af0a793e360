"""Ranking what is coming for one person, and saying why."""
