"""Speed and scale, measured against what the machine and others can do. See README.md."""
