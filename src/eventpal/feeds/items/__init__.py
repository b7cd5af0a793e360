"""Feeds of items to listings: RSS, Atom, RDF, JSON Feed, and what event programs answer in JSON."""
