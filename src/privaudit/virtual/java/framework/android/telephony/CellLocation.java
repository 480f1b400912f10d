package android.telephony;

/** Where the phone's cell is. */
public abstract class CellLocation {
    public CellLocation() {
    }
}
