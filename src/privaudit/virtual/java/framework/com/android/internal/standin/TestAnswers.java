package com.android.internal.standin;

import java.util.concurrent.Executor;

/** Answers without a virtual phone: invented values, each easy to tell from the others. */
final class TestAnswers implements Answers {
    @Override
    public String read(String row, String dataType, String method) {
        if (dataType.isEmpty()) {
            return "";
        }
        // Digits, so that a number can be made of it, and the row, so that no two rows answer the same.
        return "731" + Math.floorMod(row.hashCode(), 100_000) + ":" + dataType + ":" + row;
    }

    @Override
    public Executor executor(Object[] arguments) {
        return null;
    }

    @Override
    public Object behaving(Class<?> type, String value) {
        return null;
    }
}
