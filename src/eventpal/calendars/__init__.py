"""The person's own calendars: history in, picks out."""
