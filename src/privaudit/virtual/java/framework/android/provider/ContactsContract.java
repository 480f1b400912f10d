package android.provider;

import android.net.Uri;

/** The provider of contacts. */
public final class ContactsContract {
    public static final String AUTHORITY = "com.android.contacts";
    public static final Uri AUTHORITY_URI = Uri.parse("content://" + AUTHORITY);

    public ContactsContract() {
    }

    /** People. */
    public static class Contacts {
        public static final Uri CONTENT_URI = Uri.withAppendedPath(AUTHORITY_URI, "contacts");

        private Contacts() {
        }
    }

    /** Kinds of data kept about people. */
    public static final class CommonDataKinds {
        private CommonDataKinds() {
        }

        /** Telephone numbers. */
        public static final class Phone {
            public static final Uri CONTENT_URI = Uri.parse("content://com.android.contacts/data/phones");
            public static final String NUMBER = "data1";
            public static final String DISPLAY_NAME = "display_name";

            private Phone() {
            }
        }
    }
}
