"""From the scene to rows: what each pane says, without a widget."""
