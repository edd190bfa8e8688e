"""From YAML to cases: loading, positions, samples, the JSON Schema for editors."""
