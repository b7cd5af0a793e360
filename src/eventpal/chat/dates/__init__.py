"""How times are said, and the days and hours that they mean."""
