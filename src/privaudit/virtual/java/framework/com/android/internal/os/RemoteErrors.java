package com.android.internal.os;

/** Turns an error the system answered with into the exception the framework throws. */
final class RemoteErrors {
    private RemoteErrors() {
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException rethrow(String name, String message) throws T {
        Throwable made;
        try {
            Class<?> type = Class.forName(name);
            if (message == null) {
                made = (Throwable) type.getConstructor().newInstance();
            } else {
                made = (Throwable) type.getConstructor(String.class).newInstance(message);
            }
        } catch (ReflectiveOperationException e) {
            made = new RuntimeException(name + ": " + message);
        }
        throw (T) made;
    }
}
