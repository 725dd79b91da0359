"""Draft a mapping from what a tree holds: surveyed, grouped, named, written with comments."""
