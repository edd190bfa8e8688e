"""Every backend through one helper."""
