"""Plotly figures from DataFrames. No Streamlit, no database: the same figure serves screen and document."""
