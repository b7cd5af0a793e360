"""The person's own calendars: busy times in, picks out."""
