"""Documents from DataFrames: tables, and what an office program opens."""
