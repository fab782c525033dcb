package io.hydrant.lambda.bootstrap;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes objects of JSON and JSON of objects, as AWS's runtime does with its event classes: beans
/// by their getters and setters, whose names match without regard to case; records; bytes in
/// base64; dates in milliseconds.
final class Beans {
    private Beans() {}

    static @Nullable Object make(@Nullable Object tree, Type type)
            throws ReflectiveOperationException {
        Class<?> raw = raw(type);
        if (tree == null || raw == Object.class) {
            return tree;
        }
        if (raw == String.class) {
            return tree instanceof String ? tree : Json.print(tree);
        }
        if (tree instanceof Number number) {
            return number(number, raw);
        }
        if (tree instanceof String text) {
            return ofText(text, raw);
        }
        if (tree instanceof List<?> list) {
            return ofList(list, type, raw);
        }
        return tree instanceof Map<?, ?> map ? ofMap(map, type, raw) : tree;
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    private static Object number(Number number, Class<?> type) {
        if (type == long.class || type == Long.class) {
            return number.longValue();
        }
        if (type == int.class || type == Integer.class) {
            return number.intValue();
        }
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == float.class || type == Float.class) {
            return number.floatValue();
        }
        return type == Date.class ? Date.from(Instant.ofEpochMilli(number.longValue())) : number;
    }

    private static Object ofText(String text, Class<?> type) throws ReflectiveOperationException {
        if (type == ByteBuffer.class) {
            return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        }
        if (type == byte[].class) {
            return Base64.getDecoder().decode(text);
        }
        if (type.isEnum()) {
            return type.getMethod("valueOf", String.class).invoke(null, text);
        }
        return text;
    }

    private static Object ofList(List<?> list, Type type, Class<?> raw)
            throws ReflectiveOperationException {
        if (raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), list.size());
            for (int i = 0; i < list.size(); i++) {
                Array.set(array, i, make(list.get(i), raw.getComponentType()));
            }
            return array;
        }
        Collection<@Nullable Object> made =
                Set.class.isAssignableFrom(raw) ? new LinkedHashSet<>() : new ArrayList<>();
        for (Object element : list) {
            made.add(make(element, argument(type, 0)));
        }
        return made;
    }

    private static Object ofMap(Map<?, ?> map, Type type, Class<?> raw)
            throws ReflectiveOperationException {
        if (raw.isAssignableFrom(LinkedHashMap.class)) {
            Map<@Nullable Object, @Nullable Object> made = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                made.put(entry.getKey(), make(entry.getValue(), argument(type, 1)));
            }
            return made;
        }
        return raw.isRecord() ? record(map, raw) : bean(map, raw);
    }

    private static Object record(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = make(map.get(components[i].getName()), components[i].getGenericType());
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object bean(Map<?, ?> map, Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object bean = constructor.newInstance();
        Map<String, Object> byName = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (value != null) {
                byName.put(String.valueOf(name).toLowerCase(Locale.ROOT), value);
            }
        });
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set") && method.getParameterCount() == 1) {
                Object value = byName.get(name.substring("set".length()).toLowerCase(Locale.ROOT));
                if (value != null) {
                    method.setAccessible(true);
                    method.invoke(bean, make(value, method.getGenericParameterTypes()[0]));
                }
            }
        }
        return bean;
    }

    /// Of maps, lists, texts, numbers and truths alone.
    static @Nullable Object tree(@Nullable Object value) throws ReflectiveOperationException {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case CharSequence text -> text.toString();
            case Character one -> one.toString();
            case Enum<?> one -> one.name();
            case Date date -> date.toInstant().toEpochMilli();
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case ByteBuffer bytes -> base64(bytes.duplicate());
            case Map<?, ?> map -> treeOfMap(map);
            case Iterable<?> elements -> treeOfElements(elements);
            case Object[] elements -> treeOfElements(Arrays.asList(elements));
            default -> treeOfBean(value);
        };
    }

    private static String base64(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return Base64.getEncoder().encodeToString(copy);
    }

    private static Object treeOfMap(Map<?, ?> map) throws ReflectiveOperationException {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            tree.put(String.valueOf(entry.getKey()), tree(entry.getValue()));
        }
        return tree;
    }

    private static Object treeOfElements(Iterable<?> elements) throws ReflectiveOperationException {
        List<@Nullable Object> tree = new ArrayList<>();
        for (Object element : elements) {
            tree.add(tree(element));
        }
        return tree;
    }

    private static Object treeOfBean(Object bean) throws ReflectiveOperationException {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        if (bean.getClass().isRecord()) {
            for (RecordComponent component : bean.getClass().getRecordComponents()) {
                tree.put(component.getName(), got(bean, component.getAccessor()));
            }
            return tree;
        }
        for (Method method : bean.getClass().getMethods()) {
            String name = property(method);
            if (!name.isEmpty()) {
                tree.put(name, got(bean, method));
            }
        }
        return tree;
    }

    private static @Nullable Object got(Object bean, Method getter)
            throws ReflectiveOperationException {
        getter.setAccessible(true);
        try {
            return tree(getter.invoke(bean));
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(
                    getter + ": " + Objects.requireNonNullElse(e.getCause(), e), e);
        }
    }

    /// Empty when it is no getter.
    private static String property(Method method) {
        if (method.getParameterCount() > 0
                || method.getDeclaringClass() == Object.class
                || Modifier.isStatic(method.getModifiers())) {
            return "";
        }
        String name = method.getName();
        int prefix =
                name.startsWith("get") && method.getReturnType() != void.class
                        ? "get".length()
                        : name.startsWith("is") && method.getReturnType() == boolean.class
                                ? "is".length()
                                : name.length();
        String property = name.substring(prefix);
        return property.isEmpty()
                ? ""
                : property.substring(0, 1).toLowerCase(Locale.ROOT) + property.substring(1);
    }
}
