"""What the shipped adapter learns from: examples that EventPal writes itself, from a seed."""
