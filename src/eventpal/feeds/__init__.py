"""From a calendar, feed or folder to events."""
