"""What is fixed about all-MiniLM-L6-v2, the sentence model."""

DIMENSIONS = 384

POSITIONS = 512
"""Tokens in one context; more abort llama.cpp's process."""

MAX_TOKENS = 256
"""Where sentence-transformers cuts this model's texts (``max_seq_length``)."""

FIRST, LAST, UNKNOWN, PADDING, MASK = "[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"
