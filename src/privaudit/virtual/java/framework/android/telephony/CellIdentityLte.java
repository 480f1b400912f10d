package android.telephony;

/** Names an LTE cell. */
public final class CellIdentityLte extends CellIdentity {
    private final int tac;
    private final int ci;
    private final String operator;

    CellIdentityLte(int tac, int ci, String operator) {
        this.tac = tac;
        this.ci = ci;
        this.operator = operator;
    }

    public int getTac() {
        return tac;
    }

    public int getCi() {
        return ci;
    }

    @Override
    public String toString() {
        return "CellIdentityLte:{ mCi=" + ci + " mTac=" + tac + " mMcc=" + operator.substring(0, 3) + " mMnc="
                + operator.substring(3) + "}";
    }
}
