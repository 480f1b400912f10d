package kotlinx.coroutines;

import java.lang.reflect.Method;
import kotlinx.coroutines.scheduling.Task;

/** Stands in for the library's class of this name: what goes on with a suspended coroutine. */
public final class DispatchedTask extends Task {
    private final Method method;
    private final Object target;

    public DispatchedTask(Method method, Object target) {
        this.method = method;
        this.target = target;
    }

    @Override
    public void run() {
        try {
            method.invoke(target);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }
}
