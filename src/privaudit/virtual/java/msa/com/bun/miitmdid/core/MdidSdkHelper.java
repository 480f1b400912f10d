package com.bun.miitmdid.core;

import android.content.Context;
import com.android.internal.os.BinderLink;
import com.bun.miitmdid.interfaces.IIdentifierListener;
import com.bun.miitmdid.interfaces.IdSupplier;
import org.json.JSONObject;

/** Reads the identifiers of the Mobile Security Alliance. */
public class MdidSdkHelper {
    public static final int INIT_INFO_RESULT_OK = 1008610;

    public static int InitSdk(Context context, boolean log, IIdentifierListener listener) {
        JSONObject found = (JSONObject) BinderLink.call("msa.oaid");
        listener.onSupport(new Supplier(found.optBoolean("supported"), found.optString("oaid")));
        return INIT_INFO_RESULT_OK;
    }

    private static final class Supplier implements IdSupplier {
        private final boolean supported;
        private final String oaid;

        Supplier(boolean supported, String oaid) {
            this.supported = supported;
            this.oaid = oaid;
        }

        @Override
        public boolean isSupported() {
            return supported;
        }

        @Override
        public String getOAID() {
            return oaid;
        }

        @Override
        public String getVAID() {
            return "";
        }

        @Override
        public String getAAID() {
            return "";
        }
    }
}
