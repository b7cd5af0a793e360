"""The language and sentence models, in a child process."""
