"""How the window looks: colours, type, icons, and the small parts that every page is built of."""
