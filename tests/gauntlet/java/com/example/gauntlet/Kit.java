package com.example.gauntlet;

import android.content.Context;
import android.content.ContextWrapper;
import android.content.Intent;
import android.net.Uri;
import android.os.Handler;
import android.os.HandlerThread;
import android.view.View;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipFile;

/** What steps need: objects of any type, reflection, method references, threads. */
public final class Kit {
    private static final String TEXT = "gauntlet";
    private static final Map<String, String> SUBCLASSES = new HashMap<>();

    /** One thread, so that its name says which it is. */
    public static final ExecutorService POOL = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "gauntlet-pool");
        thread.setDaemon(true);
        return thread;
    });
    /** Handles messages on the thread `gauntlet-handler`. */
    public static final Handler HANDLER = handler();

    private static final ConcurrentSkipListMap<String, AtomicInteger> HEARD = new ConcurrentSkipListMap<>();
    private static final Map<String, List<String[]>> DELIVERIES = new HashMap<>();
    private static final Set<String> NAMES = new HashSet<>();
    private static final List<Object> PENDING = Collections.synchronizedList(new ArrayList<>());
    private static final int MOST_STEPS = 1_000_000;
    private static final int QUIET_MS = 150;

    private static Context context;

    private Kit() {
    }

    /** Reads what the archive says and returns the steps; before the agent comes, since reading opens files. */
    static List<String[]> prepare(Context own) {
        context = own;
        String[] path = System.getProperty("java.class.path").split(File.pathSeparator);
        try (ZipFile archive = new ZipFile(path[path.length - 1])) {
            rows(archive, "subclasses.txt").forEach(row -> SUBCLASSES.put(row[0], row[1]));
            rows(archive, "names.txt").forEach(row -> NAMES.add(row[0] + " " + row[1]));
            rows(archive, "deliveries.txt").forEach(row ->
                    DELIVERIES.computeIfAbsent(row[0], cls -> new ArrayList<>()).add(row));
            POOL.submit(() -> { }).get();
            // Some of Java's providers bring libraries, which are loaded when they are first asked for.
            java.security.Security.getProviders("Signature.SHA256withRSA");
            return rows(archive, "steps.txt");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a list out of the archive; not as a resource, since the VM opens these as the app's connections. */
    private static List<String[]> rows(ZipFile archive, String name) throws IOException {
        List<String[]> found = new ArrayList<>();
        try (InputStream list = archive.getInputStream(archive.getEntry(name));
                BufferedReader lines = new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                found.add(line.split("\t", -1));
            }
        }
        return found;
    }

    /** Makes an object without a constructor: nothing of the framework runs but the method that is called. */
    private static Object bare(Class<?> type) throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field field = unsafe.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return unsafe.getMethod("allocateInstance", Class.class).invoke(field.get(null), type);
    }

    private static Handler handler() {
        HandlerThread thread = new HandlerThread("gauntlet-handler");
        thread.setDaemon(true);
        thread.start();
        return new Handler(thread.getLooper());
    }

    /** Returns an object to call methods on. */
    public static Object receiver(String type) throws ReflectiveOperationException {
        return value(type);
    }

    /** Returns an object of a type by its name, `java.lang.String[]`; null only of what has no objects. */
    public static Object value(String type) throws ReflectiveOperationException {
        return make(named(type));
    }

    /** Returns a listener that knows which step hands it over. */
    public static Object listener(String type, int number) throws ReflectiveOperationException {
        Object made = bare(Class.forName(type));
        made.getClass().getField("number").setInt(made, number);
        PENDING.add(made);
        return made;
    }

    /**
     * Tells the listeners that were handed over what they wait for, as the system does: with no frame of the app on
     * the stack but the listener's own.
     */
    static void deliver() throws Throwable {
        List<Object> waiting;
        synchronized (PENDING) {
            waiting = List.copyOf(PENDING);
            PENDING.clear();
        }
        for (Object listener : waiting) {
            for (String[] told : DELIVERIES.getOrDefault(listener.getClass().getName(), List.of())) {
                Class<?>[] types = parameters(told[3]);
                Object[] values = new Object[types.length];
                for (int i = 0; i < types.length; i++) {
                    boolean named = types[i] == Intent.class && !told[4].isEmpty();
                    values[i] = named ? intent(told[4]) : types[i].isPrimitive() ? zero(types[i]) : make(types[i]);
                }
                FutureTask<?> task = new FutureTask<>(reference(told[1], told[2], told[3], listener, values));
                HANDLER.post(task);
                task.get();
            }
        }
    }

    /** A listener was told something that a row stands for; of a row that lists names, with one of them. */
    public static void heard(int number, String row, String types, Object named) {
        if (named instanceof Intent && !NAMES.contains(row + " " + ((Intent) named).getAction())) {
            return;
        }
        // By hand: the first formatted text has the VM load a library of its own.
        String key = String.valueOf(MOST_STEPS + number).substring(1) + " " + row + " " + types;
        HEARD.computeIfAbsent(key, made -> new AtomicInteger()).incrementAndGet();
    }

    /** Prints what listeners heard, once no more comes. */
    static void tell() throws InterruptedException {
        for (int before = -1, now = -2; before != now; Thread.sleep(QUIET_MS)) {
            before = now;
            now = HEARD.values().stream().mapToInt(AtomicInteger::get).sum();
        }
        HEARD.forEach((key, times) -> Out.print(
                Integer.parseInt(key.substring(0, 6)) + " heard" + key.substring(6) + " " + times + " times"));
    }

    /** Returns a content address. */
    public static Uri uri(String text) {
        return Uri.parse(text);
    }

    /** Returns an intent of an action. */
    public static Intent intent(String action) {
        return new Intent(action);
    }

    private static Class<?> named(String type) throws ClassNotFoundException {
        if (type.endsWith("[]")) {
            return Array.newInstance(named(type.substring(0, type.length() - 2)), 0).getClass();
        }
        switch (type) {
            case "boolean": return boolean.class;
            case "byte": return byte.class;
            case "char": return char.class;
            case "short": return short.class;
            case "int": return int.class;
            case "long": return long.class;
            case "float": return float.class;
            case "double": return double.class;
            default: return Class.forName(type);
        }
    }

    private static Object make(Class<?> type) throws ReflectiveOperationException {
        if (type.isArray()) {
            Object items = Array.newInstance(type.getComponentType(), 1);
            if (type == String[].class) {
                Array.set(items, 0, TEXT);
            }
            return items;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        Object known = known(type);
        if (known != null) {
            return known;
        }
        if (SUBCLASSES.containsKey(type.getName())) {
            return bare(Class.forName(SUBCLASSES.get(type.getName())));
        }
        if (type.isInterface()) {
            return Proxy.newProxyInstance(Kit.class.getClassLoader(), new Class<?>[] {type}, Kit::answer);
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            // Some of what listeners are told has no objects here: they are told null then.
            return null;
        }
        // A view does its work later, on the main thread: it has to be whole.
        return View.class.isAssignableFrom(type)
                ? type.getConstructor(Context.class).newInstance(value(Context.class.getName()))
                : bare(type);
    }

    private static Object answer(Object proxy, Method method, Object[] args) {
        switch (method.getName()) {
            case "equals": return proxy == args[0];
            case "hashCode": return 7;
            case "toString": return TEXT;
            default: return method.getReturnType().isPrimitive() ? zero(method.getReturnType()) : null;
        }
    }

    private static Object zero(Class<?> type) {
        return type == void.class ? null : Array.get(Array.newInstance(type, 1), 0);
    }

    private static Object known(Class<?> type) {
        try {
            switch (type.getName()) {
                case "java.lang.String":
                case "java.lang.CharSequence":
                case "java.lang.Object": return TEXT;
                case "java.lang.Class": return Object.class;
                case "java.lang.ClassLoader": return Kit.class.getClassLoader();
                case "java.lang.Runtime": return Runtime.getRuntime();
                case "java.lang.ProcessBuilder": return new ProcessBuilder("true");
                case "java.lang.Thread": return Thread.currentThread();
                case "java.lang.Integer": return 0;
                case "java.lang.Long": return 0L;
                case "java.lang.Boolean": return false;
                case "java.util.List":
                case "java.util.Collection":
                case "java.util.ArrayList": return new ArrayList<>(List.of(TEXT));
                case "java.util.Set": return new HashSet<>(Set.of(TEXT));
                case "java.util.Map": return new HashMap<>();
                case "java.util.concurrent.Executor":
                case "java.util.concurrent.ExecutorService": return POOL;
                case "java.io.File": return new File(TEXT);
                case "java.io.InputStream": return new ByteArrayInputStream(new byte[0]);
                case "java.net.URL": return new URL("file:/gauntlet");
                case "java.security.MessageDigest": return java.security.MessageDigest.getInstance("SHA-256");
                case "java.security.Signature": return java.security.Signature.getInstance("SHA256withRSA");
                case "java.net.NetworkInterface": return java.net.NetworkInterface.getByName("lo");
                case "java.nio.ByteBuffer": return java.nio.ByteBuffer.allocate(8);
                case "android.content.Context": return context == null ? new ContextWrapper(null) : context;
                case "android.content.ContextWrapper": return new ContextWrapper(context);
                case "android.net.Uri": return uri("content://gauntlet/1");
                case "android.os.Handler": return HANDLER;
                case "android.os.Looper": return HANDLER.getLooper();
                default: return null;
            }
        } catch (IOException | java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?>[] parameters(String types) throws ClassNotFoundException {
        String inner = types.substring(1, types.length() - 1);
        String[] names = inner.isEmpty() ? new String[0] : inner.split(", ");
        Class<?>[] found = new Class<?>[names.length];
        for (int i = 0; i < names.length; i++) {
            found[i] = named(names[i]);
        }
        return found;
    }

    private static <T extends AccessibleObject & java.lang.reflect.Member> T open(T member) {
        if (!Modifier.isPublic(member.getModifiers())
                || !Modifier.isPublic(member.getDeclaringClass().getModifiers())) {
            member.setAccessible(true);
        }
        return member;
    }

    /** Returns a method for a step to invoke, of any access. */
    public static Method method(String owner, String name, String types) throws ReflectiveOperationException {
        return open(named(owner).getDeclaredMethod(name, parameters(types)));
    }

    /** Returns a constructor for a step to invoke, of any access. */
    public static Constructor<?> constructor(String owner, String types) throws ReflectiveOperationException {
        return open(named(owner).getDeclaredConstructor(parameters(types)));
    }

    /** Returns what `receiver::name` is, its arguments bound: of it no frame stands in a stack. */
    public static Callable<?> reference(String owner, String name, String types, Object receiver, Object[] args)
            throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        Method method = named(owner).getDeclaredMethod(name, parameters(types));
        boolean isStatic = Modifier.isStatic(method.getModifiers());
        MethodHandle target = lookup.unreflect(method);
        boolean isVoid = method.getReturnType() == void.class;
        MethodHandle factory = LambdaMetafactory.metafactory(
                lookup, isVoid ? "run" : "call",
                target.type().changeReturnType(isVoid ? Runnable.class : Callable.class),
                MethodType.methodType(isVoid ? void.class : Object.class), target,
                MethodType.methodType(isVoid ? void.class : Object.class)).getTarget();
        List<Object> bound = new ArrayList<>();
        if (!isStatic) {
            bound.add(receiver);
        }
        bound.addAll(java.util.Arrays.asList(args));
        Object made = factory.invokeWithArguments(bound);
        return isVoid ? Executors.callable((Runnable) made) : (Callable<?>) made;
    }
}
