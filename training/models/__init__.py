"""What can be scored with, one module each; ``build`` knows them by name."""
