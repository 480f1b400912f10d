"""From a journal to a verdict: observation, rules, findings, report. Pure functions; no phone, no clock."""
