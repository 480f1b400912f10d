"""Composition: from a plan and a phone to evidence, from evidence and a notice to a report."""
