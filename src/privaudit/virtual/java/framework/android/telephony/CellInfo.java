package android.telephony;

/** A cell the phone sees. */
public abstract class CellInfo {
    CellInfo() {
    }

    public boolean isRegistered() {
        return true;
    }

    public abstract CellIdentity getCellIdentity();
}
