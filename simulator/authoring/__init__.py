"""Writing a scenario: what helps the person who writes the file before anything is played."""
