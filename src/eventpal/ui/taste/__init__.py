"""My taste: the page, its cards and plots, and what the person says there."""
