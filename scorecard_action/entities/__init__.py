"""Which entities the rules are decided for: named, defined in the tree, or captured from paths."""
