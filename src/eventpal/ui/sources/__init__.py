"""Where events come from: the page of sources, and what is asked and done there."""
