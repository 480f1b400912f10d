package android.telephony;

import android.content.Context;
import android.telephony.gsm.GsmCellLocation;
import com.android.internal.os.BinderLink;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;

/** The phone's radio, SIM cards and identifiers. */
public class TelephonyManager {
    public static final int PHONE_TYPE_GSM = 1;
    public static final int SIM_STATE_READY = 5;

    public TelephonyManager(Context context) {
    }

    private static String read(String what, int slot) {
        return BinderLink.text("telephony.read", "what", what, "slot", slot);
    }

    public String getDeviceId() {
        return read("getDeviceId", 0);
    }

    public String getDeviceId(int slotIndex) {
        return read("getDeviceId", slotIndex);
    }

    public String getImei() {
        return getImei(0);
    }

    public String getImei(int slotIndex) {
        return read("getImei", slotIndex);
    }

    public String getMeid() {
        return getMeid(0);
    }

    public String getMeid(int slotIndex) {
        return read("getMeid", slotIndex);
    }

    public String getSubscriberId() {
        return getSubscriberId(1);
    }

    public String getSubscriberId(int subId) {
        return read("getSubscriberId", subId - 1);
    }

    public String getSimSerialNumber() {
        return getSimSerialNumber(1);
    }

    public String getSimSerialNumber(int subId) {
        return read("getSimSerialNumber", subId - 1);
    }

    public String getLine1Number() {
        return getLine1Number(1);
    }

    public String getLine1Number(int subId) {
        return read("getLine1Number", subId - 1);
    }

    public String getNetworkOperator() {
        return BinderLink.text("telephony.operator", "what", "operator");
    }

    public String getNetworkOperatorName() {
        return BinderLink.text("telephony.operator", "what", "operator_name");
    }

    public String getSimOperator() {
        return BinderLink.text("telephony.operator", "what", "operator");
    }

    public String getSimOperatorName() {
        return BinderLink.text("telephony.operator", "what", "operator_name");
    }

    public int getPhoneType() {
        return PHONE_TYPE_GSM;
    }

    public int getSimState() {
        return SIM_STATE_READY;
    }

    public CellLocation getCellLocation() {
        JSONObject cell = (JSONObject) BinderLink.call("telephony.cell", "what", "getCellLocation");
        if (cell == null) {
            return null;
        }
        GsmCellLocation location = new GsmCellLocation();
        location.setLacAndCid(cell.optInt("lac"), cell.optInt("cid"));
        return location;
    }

    public List<CellInfo> getAllCellInfo() {
        List<CellInfo> result = new ArrayList<>();
        JSONObject cell = (JSONObject) BinderLink.call("telephony.cell", "what", "getAllCellInfo");
        if (cell != null) {
            result.add(new CellInfoLte(
                    new CellIdentityLte(cell.optInt("lac"), cell.optInt("cid"), cell.optString("operator"))));
        }
        return result;
    }
}
