package io.zmqspring.patterns.internal.zre;

import io.zmqspring.patterns.internal.zre.ZreCommand.Goodbye;
import io.zmqspring.patterns.internal.zre.ZreCommand.Hello;
import io.zmqspring.patterns.internal.zre.ZreCommand.Join;
import io.zmqspring.patterns.internal.zre.ZreCommand.Leave;
import io.zmqspring.patterns.internal.zre.ZreCommand.Other;
import io.zmqspring.patterns.internal.zre.ZreCommand.Ping;
import io.zmqspring.patterns.internal.zre.ZreCommand.PingOk;
import io.zmqspring.patterns.internal.zre.ZreCommand.Shout;
import io.zmqspring.patterns.internal.zre.ZreCommand.Whisper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands to frames and back. The fields of a command stand in the first frame; content is in frames of its own. */
public final class ZreCodec {
    private static final int SIGNATURE_1 = 0xaa;
    private static final int SIGNATURE_2 = 0xa1;
    private static final int HELLO = 1;
    private static final int WHISPER = 2;
    private static final int SHOUT = 3;
    private static final int JOIN = 4;
    private static final int LEAVE = 5;
    private static final int PING = 6;
    private static final int PING_OK = 7;
    private static final int GOODBYE = 10;

    private ZreCodec() {}

    /**
     * Puts a message into frames.
     *
     * @throws IllegalArgumentException if a text is longer than its field can say
     */
    public static List<byte[]> encode(ZreMessage message) {
        ZreWriter out = new ZreWriter();
        ZreCommand command = message.command();
        out.octet(SIGNATURE_1).octet(SIGNATURE_2).octet(idOf(command));
        out.octet(message.version().ofCommand()).number2(message.sequence());
        List<byte[]> content = List.of();
        if (command instanceof Hello hello) {
            out.string("endpoint", hello.endpoint()).strings(hello.groups()).octet(hello.status());
            out.string("name", hello.name()).dictionary(hello.headers());
        } else if (command instanceof Join join) {
            out.string("group", join.group()).octet(join.status());
        } else if (command instanceof Leave leave) {
            out.string("group", leave.group()).octet(leave.status());
        } else if (command instanceof Whisper whisper) {
            content = whisper.content();
        } else if (command instanceof Shout shout) {
            out.string("group", shout.group());
            content = shout.content();
        }
        List<byte[]> frames = new ArrayList<>(1 + content.size());
        frames.add(out.toByteArray());
        frames.addAll(content);
        return frames;
    }

    private static int idOf(ZreCommand command) {
        if (command instanceof Hello) {
            return HELLO;
        }
        if (command instanceof Whisper) {
            return WHISPER;
        }
        if (command instanceof Shout) {
            return SHOUT;
        }
        if (command instanceof Join) {
            return JOIN;
        }
        if (command instanceof Leave) {
            return LEAVE;
        }
        if (command instanceof Ping) {
            return PING;
        }
        if (command instanceof PingOk) {
            return PING_OK;
        }
        return command instanceof Other other ? other.id() : GOODBYE;
    }

    /**
     * Reads a message.
     *
     * @return null for what does not begin as ours, or is of an edition that we do not know
     * @throws ZreFormatException if it begins as ours and goes on as something else
     */
    public static @Nullable ZreMessage decode(List<byte[]> frames) throws ZreFormatException {
        ZreReader in = new ZreReader(frames.isEmpty() ? new byte[0] : frames.get(0));
        if (in.remaining() < 2 || in.octet("signature") != SIGNATURE_1 || in.octet("signature") != SIGNATURE_2) {
            return null;
        }
        int id = in.octet("id");
        ZreVersion version = ZreVersion.byCommand((byte) in.octet("version"));
        if (version == null) {
            return null;
        }
        int sequence = in.number2("sequence");
        if (id > PING_OK && id != GOODBYE) {
            return new ZreMessage(version, sequence, new Other(id));
        }
        ZreCommand command = command(id, in, frames.subList(1, frames.size()));
        in.end();
        return new ZreMessage(version, sequence, command);
    }

    private static ZreCommand command(int id, ZreReader in, List<byte[]> content) throws ZreFormatException {
        boolean carries = id == WHISPER || id == SHOUT;
        if (!carries && !content.isEmpty()) {
            throw new ZreFormatException("command " + id + " with " + content.size() + " frames of content");
        }
        return switch (id) {
            case HELLO ->
                new Hello(
                        in.string("endpoint"),
                        in.strings("groups"),
                        in.octet("status"),
                        in.string("name"),
                        in.dictionary("headers"));
            case WHISPER -> new Whisper(List.copyOf(content));
            case SHOUT -> new Shout(in.string("group"), List.copyOf(content));
            case JOIN -> new Join(in.string("group"), in.octet("status"));
            case LEAVE -> new Leave(in.string("group"), in.octet("status"));
            case PING -> new Ping();
            case PING_OK -> new PingOk();
            case GOODBYE -> new Goodbye();
            default -> throw new ZreFormatException("command " + id + " is unknown");
        };
    }
}
