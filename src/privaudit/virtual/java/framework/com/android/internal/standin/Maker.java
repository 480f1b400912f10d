package com.android.internal.standin;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes objects of any type that carry a value. */
final class Maker {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final int DEEPEST = 6;
    private static final Map<Character, Class<?>> PRIMITIVES = Map.of(
            'B', byte.class, 'C', char.class, 'D', double.class, 'F', float.class, 'I', int.class,
            'J', long.class, 'S', short.class, 'Z', boolean.class, 'V', void.class);

    private final Answers source;
    private final String value;
    private final ClassLoader loader;
    private int depth;

    /** Makes objects of a value, which is null where nothing may be told, with the classes that a class can see. */
    Maker(Answers source, String value, Class<?> seenBy) {
        this.source = source;
        this.value = value;
        this.loader = seenBy.getClassLoader() == null ? Maker.class.getClassLoader() : seenBy.getClassLoader();
    }

    /** Returns a value of a type of a signature (JVM Specification, 4.7.9.1): {@code Ljava/util/List<La/B;>;}. */
    Object make(String type) {
        switch (type.charAt(0)) {
            case 'T':
                return null;
            case '[':
                return array(type.substring(1));
            case 'L':
                return reference(type);
            default:
                return ofClass(PRIMITIVES.get(type.charAt(0)));
        }
    }

    /** Returns the class of a type of a signature, without its type arguments. */
    Class<?> classOf(String type) throws ClassNotFoundException {
        switch (type.charAt(0)) {
            case 'T':
                return Object.class;
            case '[':
                return Array.newInstance(classOf(type.substring(1)), 0).getClass();
            case 'L':
                return Class.forName(erased(type), false, loader);
            default:
                return PRIMITIVES.get(type.charAt(0));
        }
    }

    private static String erased(String type) {
        return type.replaceAll("<[^<>]*>", "").replaceAll("<.*>", "").replaceAll("^L|;$", "").replace('/', '.');
    }

    private Object array(String element) {
        if (value == null) {
            return null;
        }
        if (element.equals("B")) {
            return value.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
        try {
            Object result = Array.newInstance(classOf(element), 1);
            Array.set(result, 0, make(element));
            return result;
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        }
    }

    private Object reference(String type) {
        Class<?> cls;
        try {
            cls = classOf(type);
        } catch (ClassNotFoundException e) {
            throw new NoClassDefFoundError(e.getMessage());
        }
        List<String> arguments = arguments(type);
        String first = arguments.isEmpty() ? "Ljava/lang/String;" : arguments.get(0);
        if (cls == Optional.class) {
            return Optional.ofNullable(value == null ? null : make(first));
        }
        if (cls.isAssignableFrom(CompletableFuture.class) && cls != Object.class) {
            return CompletableFuture.completedFuture(make(first));
        }
        if (Map.class.isAssignableFrom(cls) && cls.isAssignableFrom(HashMap.class)) {
            Map<Object, Object> map = new HashMap<>();
            if (value != null) {
                map.put(make(first), make(arguments.size() < 2 ? first : arguments.get(1)));
            }
            return map;
        }
        Collection<Object> collection = collection(cls);
        if (collection == null) {
            return ofClass(cls);
        }
        if (value != null) {
            collection.add(make(first));
        }
        return collection;
    }

    private static Collection<Object> collection(Class<?> cls) {
        if (!Iterable.class.isAssignableFrom(cls)) {
            return null;
        }
        if (cls.isAssignableFrom(ArrayList.class)) {
            return new ArrayList<>();
        }
        if (Set.class.isAssignableFrom(cls) && cls.isAssignableFrom(HashSet.class)) {
            return new HashSet<>();
        }
        return Queue.class.isAssignableFrom(cls) && cls.isAssignableFrom(ArrayDeque.class) ? new ArrayDeque<>() : null;
    }

    /** Returns the type arguments of a type, wildcards as what they extend. */
    static List<String> arguments(String type) {
        List<String> found = new ArrayList<>();
        int open = type.indexOf('<');
        int at = open + 1;
        while (open >= 0 && type.charAt(at) != '>') {
            if (type.charAt(at) == '*') {
                found.add("Ljava/lang/Object;");
                at++;
                continue;
            }
            if (type.charAt(at) == '+' || type.charAt(at) == '-') {
                at++;
            }
            int end = end(type, at);
            found.add(type.substring(at, end));
            at = end;
        }
        return found;
    }

    /** Returns where the type ends that begins at a place of a signature. */
    static int end(String signature, int from) {
        int at = from;
        while (signature.charAt(at) == '[') {
            at++;
        }
        if (signature.charAt(at) != 'L' && signature.charAt(at) != 'T') {
            return at + 1;
        }
        for (int open = 0; open > 0 || signature.charAt(at) != ';'; at++) {
            open += signature.charAt(at) == '<' ? 1 : signature.charAt(at) == '>' ? -1 : 0;
        }
        return at + 1;
    }

    /** Returns a value of a class: the value itself where it can be, an object that carries it otherwise. */
    Object ofClass(Class<?> cls) {
        if (cls == void.class || cls == Void.class) {
            return null;
        }
        Object plain = plain(cls);
        if (plain != null) {
            return plain;
        }
        if (value == null || depth >= DEEPEST) {
            return null;
        }
        depth++;
        try {
            Object behaving = source.behaving(cls, value);
            if (behaving != null) {
                return behaving;
            }
            if (cls == Object.class || cls.isAssignableFrom(String.class)) {
                return value;
            }
            if (cls == ClassLoader.class) {
                return loader;
            }
            if (cls.isArray()) {
                Object array = Array.newInstance(cls.getComponentType(), 1);
                Array.set(array, 0, ofClass(cls.getComponentType()));
                return array;
            }
            if (cls.isEnum()) {
                Object[] constants = cls.getEnumConstants();
                return constants.length == 0 ? null : constants[0];
            }
            if (cls.isInterface()) {
                return Proxy.newProxyInstance(cls.getClassLoader(), new Class<?>[] {cls}, new Standing(this));
            }
            return filled(construct(cls));
        } finally {
            depth--;
        }
    }

    private Object plain(Class<?> cls) {
        if (cls == boolean.class || cls == Boolean.class) {
            return value != null;
        }
        Matcher found = NUMBER.matcher(value == null ? "" : value);
        String number = found.find() ? found.group() : "0";
        if (cls == double.class || cls == Double.class) {
            return Double.valueOf(number);
        }
        if (cls == float.class || cls == Float.class) {
            return Float.valueOf(number);
        }
        String whole = number.replaceAll("\\..*", "");
        long digits = Long.parseLong(whole.length() > 18 ? whole.substring(whole.length() - 18) : whole);
        if (cls == long.class || cls == Long.class) {
            return digits;
        }
        int small = (int) (digits % 1_000_000_000L);
        if (cls == int.class || cls == Integer.class) {
            return small;
        }
        if (cls == short.class || cls == Short.class) {
            return (short) small;
        }
        if (cls == byte.class || cls == Byte.class) {
            return (byte) small;
        }
        return cls == char.class || cls == Character.class ? (Object) (char) ('0' + digits % 10) : null;
    }

    private Object construct(Class<?> cls) {
        ReflectiveOperationException failed = new NoSuchMethodException(cls.getName());
        try {
            if (Modifier.isAbstract(cls.getModifiers())) {
                return construct(Class.forName(cls.getName() + "$StandIn", true, cls.getClassLoader()));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("no object of " + cls.getName() + " can be made", e);
        }
        Constructor<?>[] all = cls.getDeclaredConstructors();
        Arrays.sort(all, Comparator.comparingInt(Maker::rank).thenComparing(Constructor::toString));
        for (Constructor<?> one : all) {
            try {
                one.setAccessible(true);
                Class<?>[] types = one.getParameterTypes();
                Object[] arguments = new Object[types.length];
                for (int i = 0; i < types.length; i++) {
                    arguments[i] = types[i] == Made.class || types[i] == cls ? null : ofClass(types[i]);
                }
                return one.newInstance(arguments);
            } catch (ReflectiveOperationException e) {
                // A constructor of a class written by hand may want more than a made object gives: try the next.
                failed = e;
            }
        }
        throw new IllegalStateException("no object of " + cls.getName() + " can be made", failed);
    }

    /** Orders constructors: the one of generated classes first, then those that want least, copies last. */
    private static int rank(Constructor<?> one) {
        Class<?>[] types = one.getParameterTypes();
        if (types.length == 1 && types[0] == Made.class) {
            return -1;
        }
        return Arrays.asList(types).contains(one.getDeclaringClass()) ? 100 : types.length;
    }

    private Object filled(Object made) {
        for (Field field : made.getClass().getFields()) {
            int modifiers = field.getModifiers();
            if (field.getType() == String.class && !Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers)) {
                try {
                    field.set(made, value);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return made;
    }
}
