"""The commands of a flow, one module each: its struct is the schema, `run` does it."""
