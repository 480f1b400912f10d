package android.bluetooth;

import android.content.Context;

/** Bluetooth. */
public final class BluetoothManager {
    BluetoothManager(Context context) {
    }

    public BluetoothAdapter getAdapter() {
        return BluetoothAdapter.getDefaultAdapter();
    }
}
