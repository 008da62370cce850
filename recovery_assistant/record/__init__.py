"""The record: one module decides what is said; the writers (PDF, HTML, text, JSON) decide nothing."""
