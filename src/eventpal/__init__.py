"""EventPal: a private, offline guide to what's on."""

__version__ = "0.1.0"
