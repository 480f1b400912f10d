package kotlin.jvm.functions;

/** A function without arguments. */
public interface Function0<R> {
    R invoke();
}
