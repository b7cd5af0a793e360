"""Getting the bytes: from the web, within bounds and politely, and from files."""
