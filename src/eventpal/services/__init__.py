"""What a person does with EventPal, one module each, built by ``app``."""
