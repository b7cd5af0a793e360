"""Everything about one event, beside the list."""
