"""The author's screen: a scenario file, what is wrong with it, and what it makes."""
