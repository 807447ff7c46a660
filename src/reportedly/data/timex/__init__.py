"""The words of time expressions."""
