package android.bluetooth;

/** A Bluetooth device near the phone. */
public final class BluetoothDevice {
    BluetoothDevice() {
    }
}
