package io.zmqspring.patterns.mesh;

/**
 * Counters of a node since it was made.
 *
 * @param sent messages of the application that were sent: whispers, and each copy of a shout
 * @param received messages for the application: whispers, and shouts to groups of this node
 * @param entered how often a peer entered
 * @param exited how often a peer exited
 * @param evasive how often a peer became evasive
 * @param blocked how often a peer was given up since it did not read
 * @param ignored messages in the mailbox that were not ours, or whose sender had not introduced itself
 * @param waiting events that listeners have not finished with, now
 */
public record MeshStats(
        long sent, long received, long entered, long exited, long evasive, long blocked, long ignored, long waiting) {}
