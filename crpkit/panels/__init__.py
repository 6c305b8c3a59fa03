"""Accessible controls and views for notebooks."""
