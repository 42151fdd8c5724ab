"""Commands of the command line that stand apart from `etl.cli`, one module each."""
