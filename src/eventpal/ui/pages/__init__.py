"""The pages that show cards, and the stack of all pages."""
