"""What runs in the engine's process: llama.cpp, and nothing that knows of events."""
