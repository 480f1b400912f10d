package com.android.internal.standin;

import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the bodies of generated framework classes call. */
public final class Generated {
    private static final Map<String, Throwable> FAILING = new ConcurrentHashMap<>();
    private static volatile Answers answers = new TestAnswers();

    private Generated() {
    }

    /** Has answers come from elsewhere from now on; without it they are test values. */
    public static void answerFrom(Answers source) {
        answers = source;
    }

    /** Has every call of a row's methods throw, until {@code thrown} is null. */
    public static void fail(String row, Throwable thrown) {
        if (thrown == null) {
            FAILING.remove(row);
        } else {
            FAILING.put(row, thrown);
        }
    }

    /**
     * Answers a call of a method that a row of the catalogue names.
     *
     * @param what the row's id and data type, parted by a space
     * @param method the method's name and signature, with type arguments where the framework declares some
     * @param deliveries what listeners among the arguments are told, one line {@code index class method signature} each
     * @param self the object called, null for a static method
     * @param arguments the arguments, primitives as their objects
     * @return an object of the method's result type, null for void
     */
    public static Object call(String what, String method, String deliveries, Object self, Object[] arguments) {
        int space = what.indexOf(' ');
        String row = what.substring(0, space);
        Throwable failing = FAILING.get(row);
        if (failing != null) {
            throw Generated.<RuntimeException>raise(failing);
        }
        int open = method.indexOf('(');
        Answers source = answers;
        String value = source.read(row, what.substring(space + 1), method.substring(0, open));
        Maker maker = new Maker(source, value, self == null ? Generated.class : self.getClass());
        if (!deliveries.isEmpty() && value != null) {
            Deliveries.begin(source, maker, deliveries, arguments);
        }
        return maker.make(method.substring(method.indexOf(')', open) + 1));
    }

    /** Returns an object of a class that apps cannot make themselves, such as a manager. */
    public static <T> T make(Class<T> type) {
        return type.cast(new Maker(answers, "", type).ofClass(type));
    }

    /** Returns what a method throws that is not stood in, named by the caller. */
    public static UnsupportedOperationException unsupported() {
        StackFrame caller = StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow());
        return new UnsupportedOperationException(
                caller.getClassName() + "." + caller.getMethodName() + " is not stood in");
    }

    /** Returns the text of a made object, the same in every run. */
    public static String text(Object made) {
        return made.getClass().getName() + "{stand-in}";
    }

    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException raise(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
