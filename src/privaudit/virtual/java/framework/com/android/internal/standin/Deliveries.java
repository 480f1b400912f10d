package com.android.internal.standin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Tells listeners that were handed to a generated method what they wait for. */
final class Deliveries {
    private Deliveries() {
    }

    private static final class Own {
        static final Executor THREAD = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "stand-in:callbacks");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Calls the listeners among the arguments once each, later and where they asked to be called. */
    static void begin(Answers source, Maker maker, String deliveries, Object[] arguments) {
        Executor executor = executor(source, arguments);
        for (String line : deliveries.split("\n")) {
            String[] parts = line.split(" ");
            Object listener = arguments[Integer.parseInt(parts[0])];
            if (listener != null) {
                executor.execute(() -> deliver(maker, listener, parts[1], parts[2], parts[3]));
            }
        }
    }

    private static Executor executor(Answers source, Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof Executor) {
                return (Executor) argument;
            }
        }
        Executor of = source.executor(arguments);
        return of == null ? Own.THREAD : of;
    }

    private static void deliver(Maker maker, Object listener, String cls, String name, String signature) {
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        try {
            int close = signature.indexOf(')');
            for (int at = signature.indexOf('(') + 1; at < close;) {
                int end = Maker.end(signature, at);
                int bar = end < signature.length() && signature.charAt(end) == '=' ? signature.indexOf(',', end) : -1;
                String type = signature.substring(at, end);
                types.add(maker.classOf(type));
                values.add(maker.make(bar < 0 ? type : signature.substring(end + 1, bar)));
                at = bar < 0 ? end : bar + 1;
            }
            Class<?> declaring = Class.forName(cls, false, listener.getClass().getClassLoader());
            Method method = declaring.getDeclaredMethod(name, types.toArray(new Class<?>[0]));
            method.setAccessible(true);
            method.invoke(listener, values.toArray());
        } catch (InvocationTargetException e) {
            throw Generated.<RuntimeException>raise(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no delivery to " + listener.getClass().getName(), e);
        }
    }
}
