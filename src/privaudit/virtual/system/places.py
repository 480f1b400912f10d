"""Where the phone is: location providers and cells."""

from __future__ import annotations

from typing import Any, Final

from privaudit.virtual.system.registry import Args, Caller, Calls, JavaError, denied

CALLS: Final = Calls()
PROVIDERS: Final = ("passive", "network", "fused", "gps")
COARSE_DIGITS: Final = 2
"""Decimals of a degree an app without precise location gets: about 2 km (LocationFudger)."""


@CALLS("location.read")
def location_read(caller: Caller, args: Args) -> dict[str, Any] | None:
    """Tell the location; an exception without permission, nothing where the app may not read it now."""
    provider, method = str(args["provider"]), str(args.get("call", "getLastLocation"))
    fine, coarse = caller.holds("ACCESS_FINE_LOCATION"), caller.holds("ACCESS_COARSE_LOCATION")
    if not fine and not coarse:
        raise denied(f"uid {caller.uid} does not have android.permission.ACCESS_COARSE_LOCATION or "
                     "android.permission.ACCESS_FINE_LOCATION.")  # fmt: skip
    if provider not in PROVIDERS:
        if method == "getLastLocation":
            return None
        raise JavaError("java.lang.IllegalArgumentException", f'provider "{provider}" does not exist')
    if not caller.note("fine_location" if fine else "coarse_location"):
        return None
    identity = caller.phone.identity
    latitude, longitude = float(identity["latitude"]), float(identity["longitude"])
    if not fine:
        return {
            "latitude": round(latitude, COARSE_DIGITS),
            "longitude": round(longitude, COARSE_DIGITS),
            "accuracy": 2000.0,
        }
    return {"latitude": latitude, "longitude": longitude, "accuracy": float(identity["accuracy"])}


@CALLS("telephony.cell")
def telephony_cell(caller: Caller, args: Args) -> dict[str, Any] | None:
    """Tell the cell the phone is in, which needs precise location."""
    if not caller.holds("ACCESS_FINE_LOCATION"):
        what = "cell location" if args.get("what") == "getCellLocation" else "cell info"
        raise denied(f"Not allowed to access {what}")
    if not caller.note("fine_location"):
        return None
    identity = caller.phone.identity
    return {
        "lac": int(identity["cell_lac"]),
        "cid": int(identity["cell_cid"]),
        "operator": identity["operator"],
    }
