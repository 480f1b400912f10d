package android.accounts;

import android.content.Context;
import com.android.internal.os.BinderLink;
import org.json.JSONArray;
import org.json.JSONObject;

/** Accounts kept on the phone. */
public class AccountManager {
    AccountManager(Context context) {
    }

    public static AccountManager get(Context context) {
        if (context == null) {
            throw new IllegalArgumentException("context is null");
        }
        return (AccountManager) context.getSystemService(Context.ACCOUNT_SERVICE);
    }

    public Account[] getAccounts() {
        return accounts(null);
    }

    public Account[] getAccountsByType(String type) {
        return accounts(type);
    }

    private static Account[] accounts(String type) {
        JSONArray found = (JSONArray) BinderLink.call("accounts.list", "type", type);
        Account[] result = new Account[found.length()];
        for (int i = 0; i < result.length; i++) {
            JSONObject json = found.optJSONObject(i);
            result[i] = new Account(json.optString("name"), json.optString("type"));
        }
        return result;
    }
}
