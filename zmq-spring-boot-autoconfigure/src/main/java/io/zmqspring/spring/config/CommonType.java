package io.zmqspring.spring.config;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.ClassUtils;

/** Finds the type that several have in common. */
final class CommonType {
    private CommonType() {}

    /**
     * Returns the closest type that all of these are or extend, leaving aside what the JDK gives to many, as
     * {@code Record}.
     *
     * @throws IllegalStateException if there is none, or several that have nothing to do with each other
     */
    static Class<?> of(String description, Collection<Class<?>> types) {
        Iterator<Class<?>> each = types.iterator();
        Set<Class<?>> common = supertypes(each.next());
        each.forEachRemaining(type -> common.retainAll(supertypes(type)));
        List<Class<?>> closest = common.stream()
                .filter(type -> common.stream().noneMatch(other -> other != type && type.isAssignableFrom(other)))
                .toList();
        if (closest.size() != 1) {
            throw new IllegalStateException(description + " has handlers for " + names(types) + ", which have "
                    + (closest.isEmpty() ? "no type" : "several types " + names(closest))
                    + " in common, so that a message cannot be converted before its handler is known; let them share one"
                    + " interface, for JSON with Jackson's @JsonTypeInfo");
        }
        return closest.get(0);
    }

    private static Set<Class<?>> supertypes(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        all.add(type);
        for (Class<?> superclass = type.getSuperclass(); superclass != null; superclass = superclass.getSuperclass()) {
            all.add(superclass);
        }
        all.addAll(ClassUtils.getAllInterfacesForClassAsSet(type));
        all.removeIf(each -> each != type && each.getName().startsWith("java."));
        return all;
    }

    private static List<String> names(Collection<Class<?>> types) {
        return types.stream().map(Class::getSimpleName).collect(Collectors.toList());
    }
}
