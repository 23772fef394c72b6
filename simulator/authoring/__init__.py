"""For the authors of scenarios: laying out a file, telling two apart, beginning one."""
