"""Reports: a `Report` to bytes (`formats`), in Chinese or English (`words`), with hostile text made harmless (`visible`)."""
