"""Which data type a call reads: by name, by address, and by what is asked for there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privaudit.analysis.typed import data_type_of
from privaudit.catalog.load import load_catalog
from privaudit.model.catalog import ApiRow

ROWS = load_catalog().apis
TYPES = {"", *load_catalog().data_types}


@pytest.mark.parametrize(
    ("api", "args", "data_type"),
    [
        ("telephony.imei", (), "device.imei"),
        ("settings.android_id", ("android_id",), "device.android_id"),
        ("settings.android_id", ("bluetooth_address",), "device.bluetooth"),
        ("settings.global", ("pps_oaid",), "device.oaid"),
        ("properties.get", ("ro.serialno",), "device.serial"),
        ("drm.bytes", ("deviceUniqueId",), "device.ueid_drm"),
        ("broadcast.received", ("android.provider.Telephony.SMS_RECEIVED", "", ""), "comm.sms"),
        ("broadcast.received", ("android.intent.action.BOOT_COMPLETED", "", ""), ""),
        ("start.activity", ("android.media.action.IMAGE_CAPTURE", "", ""), "camera"),
        ("start.activity", ("android.intent.action.VIEW", "https://example.com/", ""), ""),
        ("start.activity", (), ""),
        ("content.query", ("content://com.android.contacts/data/phones", "null"), "contacts.list"),
        ("content.query", ("content://10@com.android.contacts/data", "null"), "contacts.list"),
        ("content.query", ("content://com.android.contacts/profile/data", "null"), "identity.name"),
        ("content.query", ("content://media/external/images/media/7", "_id,_data"), "photos"),
        ("content.query", ("content://media/external/images/media/7", "_id,latitude"), "location.precise"),
        ("content.query", ("content://media/external/audio/media", "null"), "storage"),
        ("content.query", ("content://telephony/siminfo", "icc_id,number"), "contact.phone"),
        ("content.query", ("content://telephony/siminfo", "null"), "device.iccid"),
        (
            "content.query",
            ("content://settings/secure", "value", "name=?", "android_id"),
            "device.android_id",
        ),
        ("content.query", ("content://settings/secure", "value", "name=?", "adb_enabled"), ""),
        ("content.query", ("content://com.vivo.vms.IdProvider/IdentifierId/OAID", "null"), "device.oaid"),
        ("content.query", ("content://com.vivo.vms.IdProvider/IdentifierId/VAID_1", ""), "device.vaid_aaid"),
        ("content.query", ("content://com.meizu.flyme.openidsdk/", "", "", "oaid"), "device.oaid"),
        ("content.query", ("content://com.example.own/table", "latitude"), ""),
        ("content.open", ("content://media/external/images/media/7", "r"), "photos"),
        ("content.open", ("content://media/external/images/media/7", "w"), ""),
        ("content.call", ("settings", "GET_secure", "android_id"), "device.android_id"),
        ("content.call", ("content://settings", "GET_secure", "adb_enabled"), ""),
        ("content.client_call", ("getOAID", "null", "null"), "device.oaid"),
        ("native.open", ("/sys/class/net/wlan0/address", "0"), "device.mac"),
        ("native.open", ("/sys/class/net/wlan0/mtu", "0"), ""),
    ],
)
def test_the_type_follows_from_what_is_asked(api: str, args: tuple[str, ...], data_type: str) -> None:
    assert data_type_of(ROWS[api], args) == data_type


@given(st.sampled_from(list(ROWS.values())), st.lists(st.text(max_size=200), max_size=5))
def test_whatever_an_app_passes_the_type_is_one_of_the_vocabulary(row: ApiRow, args: list[str]) -> None:
    assert data_type_of(row, tuple(args)) in TYPES


def test_a_long_address_is_looked_at_in_no_time() -> None:
    address = "content://" + "a/" * 2000
    assert data_type_of(ROWS["content.query"], (address, "b " * 2000, "c" * 4000)) == ""


def test_a_name_that_is_no_glob_fits_no_other_path() -> None:
    assert data_type_of(ROWS["native.open"], ("/proc/net/arp",)) == "network.wifi"
    assert data_type_of(ROWS["native.open"], ("/proc/net/arp2",)) == ""
