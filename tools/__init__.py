"""What those who work on the package run; nothing here is installed."""
