"""What helps an author: everything that looks at a scenario before anybody plays it."""
