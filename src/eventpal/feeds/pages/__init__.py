"""Web pages to listings: what they state for programs, and the feeds that they lead to."""
