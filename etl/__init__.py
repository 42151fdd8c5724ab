"""The pipeline: files that units send become one snapshot of the warehouse."""
