package io.zmqspring.spring.mesh;

import io.zmqspring.patterns.mesh.MeshEvent;
import io.zmqspring.patterns.mesh.MeshPeer;
import io.zmqspring.spring.support.ZmqHeaders;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Finds the arguments of listener methods that only a mesh has: a {@link MeshPeer} and a {@link MeshEvent}. */
public final class MeshArgumentResolver implements HandlerMethodArgumentResolver {

    /** Makes a resolver. */
    public MeshArgumentResolver() {}

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == MeshPeer.class || MeshEvent.class.isAssignableFrom(type);
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, Message<?> message) {
        Class<?> type = parameter.getParameterType();
        if (message.getHeaders().get(ZmqHeaders.MESH_EVENT) instanceof MeshEvent event) {
            if (type == MeshPeer.class) {
                return event.peer();
            }
            if (type.isInstance(event)) {
                return event;
            }
        }
        throw new MessageConversionException(
                message,
                "the message is no " + type.getSimpleName()
                        + " of a mesh; a MeshEvent.Shout comes to a @ZmqMeshListener of a"
                        + " group, a MeshEvent.Whisper to one without");
    }
}
