"""Events as cards, tiles and shelves, their pictures, and what stands there when there are none."""
