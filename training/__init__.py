"""How EventPal's models and weights are made and measured; never part of the application."""
