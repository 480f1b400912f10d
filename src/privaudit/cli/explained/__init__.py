"""The kinds of things that `privaudit explain` can explain, one file each; see `privaudit.cli.lookup`."""
