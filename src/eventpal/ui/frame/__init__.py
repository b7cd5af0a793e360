"""What stands around the pages: the sidebar, the search field, messages, keys, and files let go."""
