package com.android.internal.standin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers the methods of an interface of which no class is stood in. */
final class Standing implements InvocationHandler {
    private final Maker maker;
    private final AtomicInteger steps = new AtomicInteger();

    Standing(Maker maker) {
        this.maker = maker;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "toString":
                return method.getDeclaringClass() == Object.class
                        ? proxy.getClass().getInterfaces()[0].getName() + "{stand-in}" : maker.ofClass(String.class);
            case "hashCode":
                return System.identityHashCode(proxy);
            case "equals":
                return proxy == arguments[0];
            case "getCount":
                return 1;
            case "hasNext":
            case "moveToNext":
                // One element: whoever steps through comes to an end.
                return steps.getAndIncrement() == 0;
            default:
                return maker.ofClass(method.getReturnType());
        }
    }
}
