package com.google.android.gms.ads.identifier;

import android.content.Context;
import com.android.internal.os.BinderLink;
import java.io.IOException;

/** The advertising id of Play services. */
public class AdvertisingIdClient {
    private static final String NONE = "00000000-0000-0000-0000-000000000000";

    /** The id, and whether the user limits tracking. */
    public static final class Info {
        private final String id;
        private final boolean limited;

        public Info(String advertisingId, boolean limitAdTrackingEnabled) {
            id = advertisingId;
            limited = limitAdTrackingEnabled;
        }

        public String getId() {
            return id;
        }

        public boolean isLimitAdTrackingEnabled() {
            return limited;
        }

        @Override
        public String toString() {
            return "{" + id + "}" + limited;
        }
    }

    public AdvertisingIdClient(Context context) {
    }

    public static Info getAdvertisingIdInfo(Context context) throws IOException {
        if (android.os.Looper.myLooper() != null
                && android.os.Looper.myLooper() == android.os.Looper.getMainLooper()) {
            throw new IllegalStateException("Calling this from your main thread can lead to deadlock");
        }
        String id = BinderLink.text("gms.advertising_id");
        return new Info(id, NONE.equals(id));
    }
}
