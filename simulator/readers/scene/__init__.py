"""Folds from a log to what a screen shows: the world for exercise control, the picture of a cell for players."""
