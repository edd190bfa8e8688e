"""Tiny backends, one sound and the others broken on purpose: `--backend tests.backends.miniatures.halved`."""
