package com.example.bank;

import android.Manifest;
import android.app.Activity;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Context;
import android.content.pm.PackageManager;
import android.database.Cursor;
import android.provider.ContactsContract;
import android.widget.EditText;

/** Fills in the payee from the clipboard and the address book. */
final class PayeePicker {
    private static final int REQUEST = 9;
    private static EditText target;

    private PayeePicker() {
    }

    static void fillFromClipboard(Context context, EditText account) {
        ClipboardManager clipboard = (ClipboardManager) context.getSystemService(Context.CLIPBOARD_SERVICE);
        ClipData clip = clipboard.getPrimaryClip();
        if (clip != null && clip.getItemAt(0).coerceToText(context).toString().matches("[0-9]{16,19}")) {
            account.setText(clip.getItemAt(0).coerceToText(context));
        }
    }

    static void pick(Activity activity, EditText account) {
        target = account;
        if (activity.checkSelfPermission(Manifest.permission.READ_CONTACTS) == PackageManager.PERMISSION_GRANTED) {
            read(activity);
        } else {
            activity.requestPermissions(new String[] {Manifest.permission.READ_CONTACTS}, REQUEST);
        }
    }

    static void permissionAnswered(Activity activity, int requestCode) {
        if (requestCode == REQUEST
                && activity.checkSelfPermission(Manifest.permission.READ_CONTACTS)
                        == PackageManager.PERMISSION_GRANTED) {
            read(activity);
        }
    }

    private static void read(Context context) {
        try (Cursor rows = context.getContentResolver().query(
                ContactsContract.CommonDataKinds.Phone.CONTENT_URI, null, null, null, null)) {
            if (rows != null && rows.moveToFirst()) {
                target.setText(rows.getString(rows.getColumnIndexOrThrow(ContactsContract.CommonDataKinds.Phone.NUMBER)));
            }
        }
    }
}
