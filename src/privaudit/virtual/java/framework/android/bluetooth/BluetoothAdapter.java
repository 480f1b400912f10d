package android.bluetooth;

import com.android.internal.os.BinderLink;
import java.util.Collections;
import java.util.Set;

/** The phone's Bluetooth radio. */
public final class BluetoothAdapter {
    private static BluetoothAdapter adapter;

    BluetoothAdapter() {
    }

    public static synchronized BluetoothAdapter getDefaultAdapter() {
        if (adapter == null) {
            adapter = new BluetoothAdapter();
        }
        return adapter;
    }

    public boolean isEnabled() {
        return true;
    }

    public String getAddress() {
        return BinderLink.text("bluetooth.read", "what", "address");
    }

    public String getName() {
        return BinderLink.text("bluetooth.read", "what", "name");
    }

    public boolean startDiscovery() {
        return Boolean.TRUE.equals(BinderLink.call("bluetooth.discover"));
    }

    public boolean cancelDiscovery() {
        return true;
    }

    public Set<BluetoothDevice> getBondedDevices() {
        return Collections.emptySet();
    }
}
