"""The words of the field as frozen types; nothing here reads or writes anything."""
