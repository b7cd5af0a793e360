"""Which events are meant: what an event is about, where it is, and what fits."""
