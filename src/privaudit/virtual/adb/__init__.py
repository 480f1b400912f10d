"""The device side of adb: the wire protocol, its streams and the services behind them."""
