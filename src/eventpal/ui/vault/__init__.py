"""Who can open the data, and what keeps it safe: the way in, keys, codes and backups."""
