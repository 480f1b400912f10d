"""The rules, one file of functions and one of rows for each topic; see `privaudit.analysis.registry`."""
