package com.android.internal.standin;

import java.util.concurrent.Executor;

/** Where the answers of generated framework classes come from: the virtual phone's system, or test values. */
public interface Answers {
    /**
     * Returns what a row of the catalogue reads, as text; null where the caller may not have it and is not told so.
     * Throws what the system throws where it is told so.
     */
    String read(String row, String dataType, String method);

    /** Returns where listeners are called that no executor was given for, or null for a thread of their own. */
    Executor executor(Object[] arguments);

    /** Returns an object of a type that is not only made but has to behave, or null for all other types. */
    Object behaving(Class<?> type, String value);
}
