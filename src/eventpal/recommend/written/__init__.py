"""What the person writes about themselves, read as rules and wishes about events."""
