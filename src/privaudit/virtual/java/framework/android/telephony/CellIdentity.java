package android.telephony;

/** Names a cell. */
public abstract class CellIdentity {
    CellIdentity() {
    }
}
