package android.content;

import android.database.Cursor;
import android.database.MatrixCursor;
import android.net.Uri;
import android.os.Bundle;
import android.os.CancellationSignal;
import com.android.internal.os.BinderLink;
import java.util.LinkedHashSet;
import java.util.Set;
import org.json.JSONArray;
import org.json.JSONObject;

/** The way to content providers. */
public abstract class ContentResolver {
    public static final String QUERY_ARG_SQL_SELECTION = "android:query-arg-sql-selection";
    public static final String QUERY_ARG_SQL_SELECTION_ARGS = "android:query-arg-sql-selection-args";
    public static final String QUERY_ARG_SQL_SORT_ORDER = "android:query-arg-sql-sort-order";

    public ContentResolver(Context context) {
    }

    public final Cursor query(Uri uri, String[] projection, String selection, String[] selectionArgs,
            String sortOrder) {
        return query(uri, projection, selection, selectionArgs, sortOrder, null);
    }

    public final Cursor query(Uri uri, String[] projection, String selection, String[] selectionArgs,
            String sortOrder, CancellationSignal cancellationSignal) {
        Bundle args = new Bundle();
        if (selection != null) {
            args.putString(QUERY_ARG_SQL_SELECTION, selection);
        }
        if (selectionArgs != null) {
            args.putStringArray(QUERY_ARG_SQL_SELECTION_ARGS, selectionArgs);
        }
        if (sortOrder != null) {
            args.putString(QUERY_ARG_SQL_SORT_ORDER, sortOrder);
        }
        return query(uri, projection, args, cancellationSignal);
    }

    public final Cursor query(Uri uri, String[] projection, Bundle queryArgs,
            CancellationSignal cancellationSignal) {
        java.util.Objects.requireNonNull(uri, "uri");
        JSONArray rows = (JSONArray) BinderLink.call("content.query", "uri", uri.toString());
        if (rows == null) {
            return null;
        }
        Set<String> columns = new LinkedHashSet<>();
        for (int i = 0; projection == null && i < rows.length(); i++) {
            rows.optJSONObject(i).keys().forEachRemaining(columns::add);
        }
        String[] names = projection == null ? columns.toArray(new String[0]) : projection;
        MatrixCursor cursor = new MatrixCursor(names);
        for (int i = 0; i < rows.length(); i++) {
            JSONObject row = rows.optJSONObject(i);
            Object[] values = new Object[names.length];
            for (int c = 0; c < names.length; c++) {
                values[c] = row.optString(names[c], null);
            }
            cursor.addRow(values);
        }
        return cursor;
    }

    public final String getType(Uri url) {
        java.util.Objects.requireNonNull(url, "url");
        return null;
    }
}
