"""Generator of the sample city: the files in data/sample, the same bytes on every run."""
