package com.android.internal.standin;

import android.app.ActivityThread;
import android.content.Context;
import android.database.Cursor;
import android.database.MatrixCursor;
import android.location.Location;
import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import com.android.internal.os.BinderLink;
import java.util.concurrent.Executor;

/** Answers of the virtual phone's system, over the binder. */
public final class SystemAnswers implements Answers {
    @Override
    public String read(String row, String dataType, String method) {
        return BinderLink.text("stand_in.read", "row", row, "method", method);
    }

    @Override
    public Executor executor(Object[] arguments) {
        Handler handler = null;
        for (Object argument : arguments) {
            if (argument instanceof Handler) {
                handler = (Handler) argument;
            } else if (argument instanceof Looper) {
                handler = new Handler((Looper) argument);
            }
        }
        return (handler == null ? new Handler(Looper.getMainLooper()) : handler)::post;
    }

    @Override
    public Object behaving(Class<?> type, String value) {
        if (type == Cursor.class) {
            MatrixCursor cursor = new MatrixCursor(new String[] {"_id", "value"});
            cursor.addRow(new Object[] {1, value});
            return cursor;
        }
        if (type == Location.class) {
            String[] parts = value.split(",");
            Location location = new Location("gps");
            if (parts.length > 1) {
                location.setLatitude(Double.parseDouble(parts[0]));
                location.setLongitude(Double.parseDouble(parts[1]));
            }
            return location;
        }
        if (type == Uri.class) {
            return Uri.parse("content://stand-in/" + Uri.encode(value));
        }
        if (type == Looper.class) {
            return Looper.getMainLooper();
        }
        return type == Context.class ? ActivityThread.currentApplication() : null;
    }
}
