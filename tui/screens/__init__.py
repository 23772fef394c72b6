"""Screens: each brings panes up to date from the desk and turns keys into what the desk does."""
