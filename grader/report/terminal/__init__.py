"""The report on the terminal: the map, the check to look at first, and what is next."""
