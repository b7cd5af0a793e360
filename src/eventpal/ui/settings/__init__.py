"""Privacy and settings: the page, and its cards about the model and the network."""
