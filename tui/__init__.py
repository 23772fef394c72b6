"""The room of the terminal screen.  Nothing lives here yet; nothing below may ever import it."""
