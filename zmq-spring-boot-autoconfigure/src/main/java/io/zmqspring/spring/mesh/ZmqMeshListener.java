package io.zmqspring.spring.mesh;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method the listener of a group of a mesh, which is joined for it, or of the messages for this application alone. All
 * attributes may hold <code>${…}</code> placeholders and <code>#{…}</code> expressions.
 *
 * <p>Arguments and failures are as with {@link io.zmqspring.spring.annotation.ZmqListener @ZmqListener}; besides there are
 * {@link io.zmqspring.patterns.mesh.MeshPeer}, who has sent it, and {@link io.zmqspring.patterns.mesh.MeshEvent.Shout} or
 * {@link io.zmqspring.patterns.mesh.MeshEvent.Whisper}, the message as the node told of it. Headers that tell where a message came from are
 * {@code zmq_mesh}, {@code zmq_group}, {@code zmq_identity} and {@code zmq_peerName}; no headers travel in a mesh.
 *
 * <p>What the method returns is whispered to the sender, who does not see what it answers: so let only one side answer, or two listeners
 * will answer each other without end. With
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo("mesh:fleet/alerts")} it is sent there instead.
 *
 * <p>Called by the node's executor, with the messages of one peer one after the other, in their order.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface ZmqMeshListener {

    /**
     * The group whose messages the method gets.
     *
     * @return alias of {@link #group()}
     */
    @AliasFor("group")
    String value() default "";

    /**
     * The group whose messages the method gets. The application joins it.
     *
     * @return the group's name; by default the method gets the messages that peers send to this application alone
     */
    @AliasFor("value")
    String group() default "";

    /**
     * The mesh.
     *
     * @return its name below {@code zmq.mesh}; may be left out if there is only one
     */
    String mesh() default "";

    /**
     * The id, by which observations know the listener.
     *
     * @return the id; by default the names of bean and method with a dot between
     */
    String id() default "";
}
