"""Tests of the room for authors."""
