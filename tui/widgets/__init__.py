"""Widgets of the screen; none of them knows the engine or the session."""
