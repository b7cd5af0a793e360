"""What a message asks for, as far as it can be found with certainty."""
