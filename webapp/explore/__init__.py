"""The archive over time: by kind and name, its gaps, what is new, queries side by side."""
