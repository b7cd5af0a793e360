"""What publishers say in words: price, ages, status, addresses, dates and times."""
