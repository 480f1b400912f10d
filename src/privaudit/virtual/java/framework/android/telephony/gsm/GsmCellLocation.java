package android.telephony.gsm;

import android.telephony.CellLocation;

/** A GSM cell. */
public class GsmCellLocation extends CellLocation {
    private int lac = -1;
    private int cid = -1;

    public GsmCellLocation() {
    }

    public int getLac() {
        return lac;
    }

    public int getCid() {
        return cid;
    }

    public void setLacAndCid(int lac, int cid) {
        this.lac = lac;
        this.cid = cid;
    }

    @Override
    public String toString() {
        return "[" + lac + "," + cid + ",-1]";
    }
}
