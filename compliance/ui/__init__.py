"""Everything besides pages/ that knows Streamlit: shell, filters, elements, middleware."""
